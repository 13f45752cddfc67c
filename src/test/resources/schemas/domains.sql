-- Domains over domains, NOT NULL at each level, over LOBs and over others, inside of arrays and composite types.

CREATE DOMAIN public.code AS text NOT NULL CONSTRAINT code_filled CHECK (length(VALUE) > 0);
CREATE DOMAIN public.short_code AS public.code CONSTRAINT code_short CHECK (length(VALUE) < 9);
CREATE DOMAIN public.shorter_code AS public.short_code NOT NULL DEFAULT 'x' CHECK (VALUE <> 'forbidden' AND VALUE IS NOT NULL);
CREATE DOMAIN public.positive AS integer NOT NULL CHECK (VALUE > 0);
CREATE DOMAIN public.small AS public.positive CHECK (VALUE < 100);
CREATE DOMAIN public.document AS jsonb CHECK (VALUE IS NOT NULL AND VALUE ? 'id');
CREATE DOMAIN public.tags AS text[] CHECK (VALUE IS NOT NULL);
CREATE DOMAIN public.unused AS text NOT NULL;
CREATE DOMAIN public.old AS text;
ALTER DOMAIN public.old ADD CONSTRAINT not_yet CHECK (VALUE <> 'old') NOT VALID;
CREATE TYPE public.pair AS (a public.positive, b varchar(5));
CREATE TABLE public.item (id integer PRIMARY KEY, code public.code, short public.short_code NOT NULL, shorter public.shorter_code, n public.small, doc public.document,
  tags public.tags, was public.old, list public.positive[], pair public.pair, body text NOT NULL, CONSTRAINT item_code UNIQUE (code));
INSERT INTO public.item SELECT i, 'c' || i, 's' || i, 'y', 1 + i % 90, '{"id": 1}', '{a}', 'new', '{1,2}', ROW(1, 'b')::public.pair, 'b' FROM generate_series(1, 100) i;
