-- include: public.*
-- stays behind: unused
-- Schemas without tables, named by nobody, that tables use: in defaults, triggers, indexes, checks, views, domains, bodies and
-- search paths; one uses another, and an enum lives apart. Schema unused is not taken along.

CREATE SCHEMA util;
CREATE SCHEMA "Deep Util";
CREATE SCHEMA kinds;
CREATE SCHEMA by_path;
CREATE SCHEMA in_text;
CREATE SCHEMA unused;
CREATE FUNCTION unused.nobody() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TYPE kinds.state AS ENUM ('open', 'closed');
CREATE SEQUENCE kinds.numbers START WITH 100;
CREATE FUNCTION "Deep Util"."Clean"(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(trim(t))';
CREATE FUNCTION util.slug(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT replace("Deep Util"."Clean"(t), '' '', ''-'')';
CREATE FUNCTION util.is_short(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length(t) < 100';
CREATE FUNCTION util.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed := now(); RETURN NEW; END';
CREATE FUNCTION by_path.helper() RETURNS integer LANGUAGE sql AS 'SELECT 7';
CREATE FUNCTION in_text.helper() RETURNS integer LANGUAGE sql AS 'SELECT 8';
CREATE FUNCTION public.uses_path() RETURNS integer LANGUAGE plpgsql SET search_path = public, by_path AS 'BEGIN RETURN helper(); END';
CREATE FUNCTION public.uses_text() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN in_text.helper(); END';
CREATE TABLE public.article (id integer PRIMARY KEY DEFAULT nextval('kinds.numbers'), title varchar(100) NOT NULL, slug varchar(100) DEFAULT util.slug('New One'),
  state kinds.state NOT NULL DEFAULT 'open', changed timestamptz, CONSTRAINT short CHECK (util.is_short(title)));
CREATE INDEX article_slug ON public.article (util.slug(title));
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON public.article FOR EACH ROW EXECUTE FUNCTION util.stamp();
CREATE VIEW public.slugs AS SELECT id, util.slug(title) AS slug FROM public.article;
INSERT INTO public.article (title) SELECT 'Title ' || i FROM generate_series(1, 5) i;

CREATE FUNCTION util.open_articles() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM public.article WHERE state = 'open'; END;

