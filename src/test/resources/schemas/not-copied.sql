-- as: admin
-- not copied: OperatorClass:public.int_by_mod
-- not copied: OperatorFamily:public.int_by_mod
-- not copied: Index:public.measured_by_mod
-- not copied: EventTrigger:corpus_no_drop
-- not copied: ForeignTable:public.elsewhere
-- not copied: ForeignServer:corpus_files
-- not copied: View:public.seen_elsewhere
-- not copied: CFunction:public.native()
-- not copied: View:public.native_times
-- not copied: Policy:public.measured for_nobody
-- not copied: Publication:corpus_everything
-- not copied: Grant:SELECT on table public.measured to corpus_absent
-- not copied: TextSearchTemplate:public.own_template
-- not copied: TextSearchDictionary:public.own_dictionary
-- not copied: Extension:file_fdw
-- missing roles: corpus_absent
-- What RDS lets nobody make, and what is made of it.

CREATE FUNCTION public.compare_mod(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT sign(a % 10 - b % 10)::integer';
CREATE OPERATOR CLASS public.int_by_mod FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 public.compare_mod(integer, integer);
CREATE TABLE public.measured (id integer PRIMARY KEY, n integer);
CREATE INDEX measured_by_mod ON public.measured (n public.int_by_mod);
CREATE FUNCTION public.no_drop() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE EVENT TRIGGER corpus_no_drop ON sql_drop WHEN TAG IN ('DROP SEQUENCE') EXECUTE FUNCTION public.no_drop();
CREATE EXTENSION file_fdw SCHEMA public;
CREATE SERVER corpus_files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.elsewhere (line text) SERVER corpus_files OPTIONS (filename '/dev/null');
CREATE VIEW public.seen_elsewhere AS SELECT line FROM public.elsewhere;
CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now';
CREATE VIEW public.native_times AS SELECT public.native() AS now;
CREATE POLICY for_nobody ON public.measured TO corpus_absent USING (true);
GRANT SELECT ON public.measured TO corpus_absent;
CREATE PUBLICATION corpus_everything FOR ALL TABLES;
CREATE TEXT SEARCH TEMPLATE public.own_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY public.own_dictionary (TEMPLATE = public.own_template);
