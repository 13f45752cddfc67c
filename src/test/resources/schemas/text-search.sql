-- Dictionaries and configurations of the application's own: in a trigger's function, an index, a generated column and a default.

CREATE SCHEMA "full text";
CREATE TEXT SEARCH DICTIONARY public.short_words (TEMPLATE = pg_catalog.simple, accept = false);
CREATE TEXT SEARCH DICTIONARY "full text"."It's German" (TEMPLATE = pg_catalog.snowball, language = 'german');
CREATE TEXT SEARCH CONFIGURATION public.site (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION public.site ADD MAPPING FOR asciiword, word WITH "full text"."It's German", public.short_words, english_stem;
ALTER TEXT SEARCH CONFIGURATION public.site ADD MAPPING FOR int, uint WITH simple;
CREATE TEXT SEARCH CONFIGURATION "full text".copied (COPY = pg_catalog.german);
ALTER TEXT SEARCH CONFIGURATION "full text".copied ALTER MAPPING FOR asciiword WITH public.short_words;
CREATE TABLE public.page (id integer PRIMARY KEY, title varchar(80) NOT NULL, body text, words tsvector,
  all_words tsvector GENERATED ALWAYS AS (to_tsvector('public.site', title)) STORED, language regconfig DEFAULT 'public.site');
CREATE INDEX page_words ON public.page USING gin (to_tsvector('"full text".copied', body));
CREATE FUNCTION public.fill_words() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.words := to_tsvector(''public.site'', NEW.body); RETURN NEW; END';
CREATE TRIGGER fill_words BEFORE INSERT OR UPDATE OF body ON public.page FOR EACH ROW EXECUTE FUNCTION public.fill_words();
CREATE VIEW public.found AS SELECT id, ts_rank(words, to_tsquery('public.site', 'word')) AS rank FROM public.page;
INSERT INTO public.page (id, title, body) VALUES (1, 'a title', 'some running words');
