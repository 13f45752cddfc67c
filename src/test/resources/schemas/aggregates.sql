-- Aggregates of every sort, under views, materialized views, functions and other aggregates' names.

CREATE TYPE public.sum_and_count AS (total numeric, n integer);
CREATE FUNCTION public.add_one(s public.sum_and_count, v numeric) RETURNS public.sum_and_count LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ROW((s).total + v, (s).n + 1)::public.sum_and_count';
CREATE FUNCTION public.take_one(s public.sum_and_count, v numeric) RETURNS public.sum_and_count LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ROW((s).total - v, (s).n - 1)::public.sum_and_count';
CREATE FUNCTION public.merged(a public.sum_and_count, b public.sum_and_count) RETURNS public.sum_and_count LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ROW((a).total + (b).total, (a).n + (b).n)::public.sum_and_count';
CREATE FUNCTION public.mean_of(s public.sum_and_count) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT (s).total / nullif((s).n, 0)';
CREATE AGGREGATE public.mean(numeric) (SFUNC = public.add_one, STYPE = public.sum_and_count, INITCOND = '(0,0)', FINALFUNC = public.mean_of,
  COMBINEFUNC = public.merged, MSFUNC = public.add_one, MINVFUNC = public.take_one, MSTYPE = public.sum_and_count, MINITCOND = '(0,0)', MFINALFUNC = public.mean_of,
  PARALLEL = SAFE);
CREATE AGGREGATE public.how_many(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', SSPACE = 16);
CREATE AGGREGATE public.smallest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);
CREATE FUNCTION public.with_one(list integer[], v integer) RETURNS integer[] LANGUAGE sql IMMUTABLE AS 'SELECT list || v';
CREATE FUNCTION public.nth_of(list integer[], n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT list[n]';
CREATE AGGREGATE public.nth(n integer ORDER BY v integer) (SFUNC = public.with_one, STYPE = integer[], FINALFUNC = public.nth_of, INITCOND = '{}', FINALFUNC_MODIFY = READ_ONLY);
CREATE FUNCTION public.longer(n integer, VARIADIC v integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT greatest(coalesce(n, 0), cardinality(v))';
CREATE AGGREGATE public."All of Them"(VARIADIC v integer[]) (SFUNC = public.longer, STYPE = integer);
CREATE TABLE public.reading (id integer PRIMARY KEY, sensor integer NOT NULL, value numeric(8, 2) NOT NULL);
CREATE VIEW public.means AS SELECT sensor, public.mean(value) AS mean, public.how_many(*) AS n FROM public.reading GROUP BY sensor;
CREATE MATERIALIZED VIEW public.smallest_ids AS SELECT sensor, public.smallest(id) AS id, public.nth(2) WITHIN GROUP (ORDER BY id) AS middle FROM public.reading GROUP BY sensor;
INSERT INTO public.reading SELECT i, i % 3, i / 2.0 FROM generate_series(1, 30) i;
