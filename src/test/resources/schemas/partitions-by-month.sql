-- Partitions in a schema of their own, made by a job each month under names of a pattern; sub-partitions, a key per partition only.

CREATE SCHEMA parts;
CREATE TABLE public.metric (at timestamptz NOT NULL, host integer NOT NULL, value double precision) PARTITION BY RANGE (at);
CREATE TABLE parts.metric_2026_01 PARTITION OF public.metric (PRIMARY KEY (at, host)) FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE parts.metric_2026_02 PARTITION OF public.metric (PRIMARY KEY (at, host)) FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE INDEX idx_1234567890 ON public.metric (host, at DESC);
ALTER INDEX parts.metric_2026_01_host_at_idx RENAME TO index_0a1b2c3d4e;
ALTER INDEX parts.metric_2026_02_host_at_idx RENAME TO index_5f6a7b8c9d;
CREATE INDEX metric_2026_01_host_at_idx ON parts.metric_2026_02 (value) WHERE value > 0;
CREATE UNIQUE INDEX index_ffffffffff ON parts.metric_2026_01 (host, at);
CREATE TABLE public.job (id bigint NOT NULL, part integer NOT NULL, name varchar(50), CONSTRAINT p_job_pkey PRIMARY KEY (id, part)) PARTITION BY LIST (part);
CREATE TABLE parts.job_100 (LIKE public.job INCLUDING ALL);
ALTER TABLE parts.job_100 RENAME CONSTRAINT job_100_pkey TO ci_job_pkey;
ALTER TABLE public.job ATTACH PARTITION parts.job_100 FOR VALUES IN (100);
ALTER TABLE public.job ADD CONSTRAINT p_job_name UNIQUE (name, part);
ALTER TABLE parts.job_100 RENAME CONSTRAINT job_100_name_part_key TO ci_job_name;
INSERT INTO public.metric SELECT '2026-01-10'::timestamptz + i * interval '1 day', i, i FROM generate_series(1, 30) i;
INSERT INTO public.job VALUES (1, 100, 'first');
