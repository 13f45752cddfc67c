-- Types: enums with odd labels, ranges with every option, composites inside of composites, arrays of all of them.

CREATE TYPE public."Odd Enum" AS ENUM ('', 'it''s', 'a, b', 'Ünicode 🪨', '100%', E'back\\slash');
CREATE TYPE public.empty_enum AS ENUM ();
CREATE FUNCTION public.distance(a numeric, b numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT (a - b)::double precision';
CREATE TYPE public.span AS RANGE (subtype = numeric, subtype_diff = public.distance);
CREATE TYPE public.word_span AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops, multirange_type_name = public.word_spans);
CREATE TYPE public.inner_one AS (a integer, e public."Odd Enum");
CREATE TYPE public.outer_one AS ("The Inner" public.inner_one, list public.inner_one[], s public.span);
CREATE TYPE public.nothing AS ();
CREATE TABLE public.typed (id integer PRIMARY KEY, e public."Odd Enum" DEFAULT 'it''s', es public."Odd Enum"[] DEFAULT '{}', s public.span, ss public.word_spans, o public.outer_one, n public.nothing,
  bits bit(3) DEFAULT B'101', vbits varbit(9), money money, interval1 interval day to second(2), ts timestamp(3), tz timetz(2), ip inet, x xml, num numeric, num0 numeric(5, -2), ch "char", c char(3) DEFAULT 'a', o_id oid);
CREATE TABLE public.of_rows (id integer PRIMARY KEY, whole public.typed);
INSERT INTO public.typed (id, e) VALUES (1, '100%');
