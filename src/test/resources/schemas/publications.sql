-- Publications by name: of some tables, some columns, some rows, some operations.

CREATE TABLE public.published (id integer PRIMARY KEY, a varchar(5), b integer);
CREATE TABLE public.published_too (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE public.published_too_1 PARTITION OF public.published_too FOR VALUES FROM (0) TO (10);
CREATE PUBLICATION corpus_some FOR TABLE public.published (id, a) WHERE (id > 5);
CREATE PUBLICATION "Corpus Other" FOR TABLE public.published, public.published_too WITH (publish = 'insert, truncate', publish_via_partition_root = true);
