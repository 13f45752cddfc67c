-- roles: corpus_reader corpus_writer corpus_boss
-- Grants and revokes of every sort. The functions that run as their owner are closed to the public.

CREATE SCHEMA closed;
CREATE TABLE public.paper (id integer PRIMARY KEY, title varchar(20), body text);
CREATE SEQUENCE public.paper_numbers;
CREATE VIEW public.titles AS SELECT id, title FROM public.paper;
CREATE MATERIALIZED VIEW public.title_count AS SELECT count(*) AS n FROM public.paper;
CREATE TYPE public.size AS ENUM ('s', 'm');
CREATE DOMAIN public.percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
CREATE FUNCTION public.erase(i integer) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM public.paper WHERE id = i';
CREATE PROCEDURE public.erase_all() LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM public.paper';
CREATE AGGREGATE public.most(integer) (SFUNC = int4larger, STYPE = integer);
REVOKE EXECUTE ON FUNCTION public.erase(integer) FROM PUBLIC;
REVOKE ALL ON PROCEDURE public.erase_all() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.most(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.erase(integer) TO corpus_boss WITH GRANT OPTION;
GRANT SELECT ON public.paper, public.titles, public.title_count TO corpus_reader;
GRANT SELECT, INSERT, UPDATE ON public.paper TO corpus_writer;
GRANT UPDATE (title), SELECT (id, body) ON public.paper TO corpus_boss;
GRANT ALL ON public.titles TO corpus_boss WITH GRANT OPTION;
GRANT USAGE, SELECT ON SEQUENCE public.paper_numbers TO corpus_writer;
GRANT USAGE ON SCHEMA closed TO corpus_writer;
GRANT USAGE, CREATE ON SCHEMA closed TO corpus_boss;
REVOKE USAGE ON TYPE public.size FROM PUBLIC;
GRANT USAGE ON TYPE public.size TO corpus_reader;
REVOKE USAGE ON TYPE public.percent FROM PUBLIC;
GRANT SELECT ON public.paper TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO corpus_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA closed GRANT USAGE ON SEQUENCES TO corpus_writer WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE TABLE public.archive (id integer PRIMARY KEY);
REVOKE INSERT, UPDATE, DELETE ON public.archive FROM CURRENT_USER;
