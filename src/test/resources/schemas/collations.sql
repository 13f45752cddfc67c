-- Collations of the application's own: numbers as numbers, no difference of case, one in a schema with a name to be quoted.

CREATE SCHEMA "My Rules";
CREATE COLLATION public.numbers_last (provider = icu, locale = 'de-u-kn-true');
CREATE COLLATION public.no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION "My Rules"."Plain" (provider = libc, locale = 'C');
CREATE COLLATION public.own_rules (provider = icu, locale = 'und', rules = '&a < z');
CREATE DOMAIN public.mail AS varchar(100) COLLATE public.no_case;
CREATE TYPE public.label AS (short varchar(10) COLLATE "My Rules"."Plain", long varchar(40) COLLATE public.numbers_last);
CREATE TYPE public.name_range AS RANGE (subtype = text, collation = "My Rules"."Plain");
CREATE TABLE public.rack (id integer PRIMARY KEY, name varchar(20) COLLATE public.numbers_last, owner public.mail, sticker public.label, shelf public.name_range);
CREATE UNIQUE INDEX rack_owner ON public.rack (owner, name COLLATE public.no_case);
CREATE TABLE public.by_name (name varchar(20) COLLATE "My Rules"."Plain", n integer, PRIMARY KEY (name)) PARTITION BY RANGE (name COLLATE "My Rules"."Plain");
CREATE TABLE public.by_name_a PARTITION OF public.by_name FOR VALUES FROM ('a') TO ('m');
CREATE VIEW public.sorted AS SELECT id, name COLLATE public.own_rules AS name FROM public.rack;
INSERT INTO public.rack (id, name, owner) VALUES (1, 'r2', 'A@x'), (2, 'r10', 'b@x');
