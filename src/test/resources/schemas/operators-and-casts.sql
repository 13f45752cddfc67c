-- Operators that name each other, casts of own types, a conversion; in views, checks, indexes and exclusion constraints.

CREATE TYPE public.point3 AS (x integer, y integer, z integer);
CREATE FUNCTION public.point3_same(a public.point3, b public.point3) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT (a).x = (b).x AND (a).y = (b).y AND (a).z = (b).z';
CREATE FUNCTION public.point3_other(a public.point3, b public.point3) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT public.point3_same(a, b)';
CREATE FUNCTION public.point3_minus(a public.point3) RETURNS public.point3 LANGUAGE sql IMMUTABLE AS 'SELECT ROW(-(a).x, -(a).y, -(a).z)::public.point3';
CREATE OPERATOR public.=== (FUNCTION = public.point3_same, LEFTARG = public.point3, RIGHTARG = public.point3, COMMUTATOR = OPERATOR(public.===), NEGATOR = OPERATOR(public.<!>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
CREATE OPERATOR public.<!> (FUNCTION = public.point3_other, LEFTARG = public.point3, RIGHTARG = public.point3, COMMUTATOR = OPERATOR(public.<!>), NEGATOR = OPERATOR(public.===), RESTRICT = neqsel);
CREATE OPERATOR public.!-! (FUNCTION = public.point3_minus, RIGHTARG = public.point3);
CREATE FUNCTION public.point3_of(t text) RETURNS public.point3 LANGUAGE sql IMMUTABLE AS 'SELECT ROW(split_part(t, '','', 1)::integer, 0, 0)::public.point3';
CREATE CAST (text AS public.point3) WITH FUNCTION public.point3_of(text) AS ASSIGNMENT;
CREATE TYPE public.mood AS ENUM ('low', 'high');
CREATE CAST (public.mood AS varchar) WITH INOUT AS IMPLICIT;
CREATE CONVERSION public.my_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TABLE public.place (id integer PRIMARY KEY, at public.point3 NOT NULL, mood public.mood, CONSTRAINT not_the_origin CHECK (at OPERATOR(public.<!>) ROW(0, 0, 0)::public.point3));
CREATE INDEX place_x ON public.place (((public.point3_minus(at)).x));
CREATE VIEW public.twins AS SELECT a.id, b.id AS other, OPERATOR(public.!-!) a.at AS mirrored FROM public.place a JOIN public.place b ON a.at OPERATOR(public.===) b.at;
CREATE VIEW public.moods AS SELECT mood::varchar AS mood FROM public.place;
INSERT INTO public.place VALUES (1, ROW(1, 2, 3)::public.point3, 'low');
