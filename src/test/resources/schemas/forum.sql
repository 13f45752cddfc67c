-- The shape of a federated forum: ltree paths, functions in schema r, counters kept by triggers, ranks as generated columns and indexes.

CREATE EXTENSION ltree SCHEMA public;
CREATE SCHEMA r;
CREATE SCHEMA utils;
CREATE FUNCTION r.hot(score numeric, published timestamptz) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN log(greatest(2, score + 2)) / 1.8;
CREATE FUNCTION r.controversy(up bigint, down bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN up <= 0 OR down <= 0 THEN 0 ELSE (up + down) * 1.0 END;
CREATE TABLE utils.deps_saved_ddl (id serial PRIMARY KEY, view_schema character varying(255), ddl text);
CREATE TABLE public.person (id serial PRIMARY KEY, name varchar(255) NOT NULL, actor_id varchar(255) NOT NULL DEFAULT 'http://' || gen_random_uuid() CONSTRAINT idx_person_actor_id UNIQUE, post_count bigint NOT NULL DEFAULT 0);
CREATE TABLE public.post (id serial PRIMARY KEY, name varchar(200) NOT NULL, body text, creator_id integer NOT NULL REFERENCES public.person ON UPDATE CASCADE ON DELETE CASCADE, path public.ltree NOT NULL DEFAULT '0'::public.ltree,
  upvotes bigint NOT NULL DEFAULT 0, downvotes bigint NOT NULL DEFAULT 0, published timestamptz NOT NULL DEFAULT now(), controversy_rank double precision NOT NULL GENERATED ALWAYS AS (r.controversy(upvotes, downvotes)) STORED);
CREATE INDEX idx_path ON public.post USING gist (path);
CREATE INDEX idx_hot ON public.post (r.hot(upvotes - downvotes, published) DESC, id DESC);
CREATE FUNCTION r.post_counts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE public.person p SET post_count = post_count + 1 FROM new_post n WHERE n.creator_id = p.id; RETURN NULL; END';
CREATE TRIGGER post_counts AFTER INSERT ON public.post REFERENCING NEW TABLE AS new_post FOR EACH STATEMENT EXECUTE FUNCTION r.post_counts();
CREATE VIEW public.best AS SELECT id, r.hot(upvotes, published) AS rank FROM public.post;
INSERT INTO public.person (name) VALUES ('p');
INSERT INTO public.post (name, creator_id) SELECT 'n' || i, 1 FROM generate_series(1, 5) i;
