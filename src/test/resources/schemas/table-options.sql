-- What tables, columns and indexes have beside their definition.

CREATE TYPE public.row_of AS (id integer, name varchar(10));
CREATE TABLE public.opt (id integer PRIMARY KEY WITH (fillfactor = 80), big text NOT NULL, wide bytea, narrow varchar(10), words tsvector, n integer DEFAULT 7,
  twice integer GENERATED ALWAYS AS (n * 2) STORED, size integer NOT NULL GENERATED ALWAYS AS (length(big)) STORED, CONSTRAINT opt_narrow UNIQUE (narrow) WITH (fillfactor = 70))
  WITH (fillfactor = 60, autovacuum_enabled = false, toast.autovacuum_enabled = false, toast_tuple_target = 256);
ALTER TABLE public.opt ALTER COLUMN big SET STORAGE EXTERNAL, ALTER COLUMN wide SET STORAGE MAIN, ALTER COLUMN n SET STATISTICS 500,
  ALTER COLUMN narrow SET (n_distinct = -0.5), ALTER COLUMN words SET STATISTICS 0, ALTER COLUMN big SET COMPRESSION pglz;
ALTER TABLE public.opt CLUSTER ON opt_narrow;
CREATE INDEX opt_expression ON public.opt ((n + 1), (lower(narrow))) WITH (fillfactor = 50);
ALTER INDEX public.opt_expression ALTER COLUMN 1 SET STATISTICS 300;
CREATE INDEX opt_words ON public.opt USING gin (words) WITH (fastupdate = off);
CREATE INDEX opt_brin ON public.opt USING brin (id) WITH (pages_per_range = 16);
CREATE INDEX opt_sorted ON public.opt (n DESC NULLS LAST, narrow varchar_pattern_ops) INCLUDE (id) WHERE n IS NOT NULL;
CREATE UNIQUE INDEX opt_nulls ON public.opt (n, id) NULLS NOT DISTINCT;
CREATE STATISTICS public.opt_stats (ndistinct, mcv) ON n, narrow FROM public.opt;
CREATE STATISTICS public."Expr Stats" ON (n % 10), lower(narrow) FROM public.opt;
ALTER STATISTICS public.opt_stats SET STATISTICS 44;
CREATE TABLE public.full_identity (id integer PRIMARY KEY, a varchar(5));
ALTER TABLE public.full_identity REPLICA IDENTITY FULL;
CREATE TABLE public.index_identity (a integer NOT NULL, b varchar(5));
CREATE UNIQUE INDEX by_a ON public.index_identity (a);
ALTER TABLE public.index_identity REPLICA IDENTITY USING INDEX by_a;
CREATE TABLE public.no_identity (id integer PRIMARY KEY);
ALTER TABLE public.no_identity REPLICA IDENTITY NOTHING;
CREATE TABLE public.typed OF public.row_of (id WITH OPTIONS PRIMARY KEY, name DEFAULT 'x');
CREATE UNLOGGED TABLE public.cache (id integer PRIMARY KEY);
CREATE TABLE public.always (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 5 MAXVALUE 5000 CYCLE) PRIMARY KEY);
CREATE TABLE public.no_columns ();
CREATE MATERIALIZED VIEW public.mat WITH (fillfactor = 90) AS SELECT n, narrow FROM public.opt WITH NO DATA;
CREATE INDEX mat_n ON public.mat (n);
ALTER MATERIALIZED VIEW public.mat ALTER COLUMN narrow SET STATISTICS 10;
ALTER MATERIALIZED VIEW public.mat CLUSTER ON mat_n;
CREATE TABLE public.dropped (a integer, gone integer, id integer PRIMARY KEY);
ALTER TABLE public.dropped DROP COLUMN gone;
INSERT INTO public.opt (id, big, narrow) VALUES (1, 'b', 'n');
