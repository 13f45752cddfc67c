-- Constraints: checks over LOBs and others, not valid ones, exclusion, deferrable, foreign keys of every sort.

CREATE EXTENSION btree_gist SCHEMA public;
CREATE FUNCTION public.is_fine(r text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT r IS NOT NULL';
CREATE TABLE public.parent (a integer, b integer, code varchar(5) UNIQUE DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (a, b));
CREATE TABLE public.child (id integer PRIMARY KEY, a integer, b integer, other integer REFERENCES public.child ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE,
  body text NOT NULL, doc jsonb, tags text[] NOT NULL, during tsrange,
  CONSTRAINT both_keys FOREIGN KEY (a, b) REFERENCES public.parent MATCH FULL ON DELETE SET DEFAULT,
  CONSTRAINT some_set FOREIGN KEY (a, b) REFERENCES public.parent ON DELETE SET NULL (b),
  CONSTRAINT body_filled CHECK (body <> '' AND body IS NOT NULL), CONSTRAINT fine CHECK (public.is_fine(body)), CONSTRAINT body_or_doc CHECK (num_nonnulls(body, doc) >= 1),
  CONSTRAINT a_positive CHECK (a > 0), CONSTRAINT tag_count CHECK (cardinality(tags) < 10), CONSTRAINT whole_row CHECK (child IS NOT NULL OR id > 0), CONSTRAINT always CHECK (1 = 1),
  CONSTRAINT no_overlap EXCLUDE USING gist (a WITH =, during WITH &&) WHERE (during IS NOT NULL) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT nulls_too UNIQUE NULLS NOT DISTINCT (a, b, id), CONSTRAINT with_more UNIQUE (id, a) INCLUDE (b));
ALTER TABLE public.child ADD CONSTRAINT later_a CHECK (a < 1000) NOT VALID;
ALTER TABLE public.child ADD CONSTRAINT later_body CHECK (length(body) > 5) NOT VALID;
ALTER TABLE public.child ADD CONSTRAINT later_key FOREIGN KEY (other) REFERENCES public.child NOT VALID;
CREATE TABLE public.only_unique (code varchar(10) NOT NULL CONSTRAINT by_code UNIQUE, n integer);
INSERT INTO public.parent VALUES (1, 1, 'x');
INSERT INTO public.child VALUES (1, 1, 1, NULL, 'long enough', '{}', '{a}', '[2026-01-01,2026-01-02)');
