-- Views: options, defaults, recursion, over each other and over materialized views, with extension functions.

CREATE EXTENSION pg_trgm SCHEMA public;
CREATE TABLE public.node (id integer PRIMARY KEY, parent integer, name varchar(20), secret boolean DEFAULT false);
CREATE VIEW public.z_first WITH (security_barrier = true, security_invoker = true) AS SELECT id, name FROM public.node WHERE NOT secret WITH LOCAL CHECK OPTION;
CREATE VIEW public.a_second AS SELECT * FROM public.z_first WHERE id BETWEEN 1 AND 100 WITH CASCADED CHECK OPTION;
ALTER VIEW public.a_second ALTER COLUMN name SET DEFAULT 'un''named';
CREATE RECURSIVE VIEW public.tree (id, depth) AS SELECT id, 0 FROM public.node WHERE parent IS NULL UNION ALL SELECT n.id, t.depth + 1 FROM public.node n JOIN tree t ON n.parent = t.id;
CREATE MATERIALIZED VIEW public.depths AS SELECT depth, count(*) AS n FROM public.tree GROUP BY depth;
CREATE UNIQUE INDEX depths_depth ON public.depths (depth);
CREATE VIEW public.deep AS SELECT * FROM public.depths WHERE depth > 3;
CREATE MATERIALIZED VIEW public.deep_kept AS SELECT max(n) AS most FROM public.deep WITH NO DATA;
CREATE VIEW public.similar_names AS SELECT a.id, b.id AS other, public.similarity(a.name, b.name) AS how FROM public.node a JOIN public.node b ON a.name OPERATOR(public.%) b.name;
CREATE VIEW public.odd ("A", "b c", d) AS SELECT id, name, node FROM public.node TABLESAMPLE SYSTEM (50);
CREATE VIEW public.grouped AS SELECT id, name, count(*) FROM public.node GROUP BY id;
CREATE VIEW public.empty AS SELECT;
CREATE VIEW public.literals AS SELECT 'a;b'::text AS a, $q$it's$q$ AS b, E'\\' AS c, interval '1 day' AS d, ARRAY[1, 2] AS e, '{"?": 1}'::jsonb ? '?' AS f;
INSERT INTO public.node SELECT i, nullif(i / 2, 0), 'n' || i FROM generate_series(1, 20) i;
