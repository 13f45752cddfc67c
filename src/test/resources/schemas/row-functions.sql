-- Functions over rows of views and materialized views, and what is made of them in turn: computed columns of API servers.

CREATE TABLE public.sale (id integer PRIMARY KEY, region varchar(10) NOT NULL, amount numeric(10, 2) NOT NULL);
CREATE FUNCTION public.sale_label(s public.sale) RETURNS text LANGUAGE sql STABLE AS 'SELECT s.region || s.amount';
CREATE VIEW public.big_sale AS SELECT * FROM public.sale WHERE amount > 10;
CREATE FUNCTION public.big_sale_label(s public.big_sale) RETURNS text LANGUAGE sql STABLE AS 'SELECT ''big '' || s.region';
CREATE VIEW public.big_labels AS SELECT public.big_sale_label(b) AS label FROM public.big_sale b;
CREATE MATERIALIZED VIEW public.totals AS SELECT region, sum(amount) AS total FROM public.sale GROUP BY region;
CREATE UNIQUE INDEX totals_region ON public.totals (region);
CREATE FUNCTION public.totals_label(t public.totals) RETURNS text LANGUAGE sql STABLE AS 'SELECT t.region || '': '' || t.total';
CREATE FUNCTION public.best_totals(floor numeric) RETURNS SETOF public.totals LANGUAGE sql STABLE AS 'SELECT * FROM public.totals WHERE total > floor';
CREATE VIEW public.labels AS SELECT public.totals_label(t) AS label FROM public.totals t;
CREATE MATERIALIZED VIEW public.labels_kept AS SELECT label, public.big_sale_label(b) AS other FROM public.labels, public.big_sale b;
CREATE FUNCTION public.later_total(a public.totals, b public.totals) RETURNS public.totals LANGUAGE sql IMMUTABLE AS 'SELECT b';
CREATE AGGREGATE public.last_total(public.totals) (SFUNC = public.later_total, STYPE = public.totals);
INSERT INTO public.sale SELECT i, 'r' || i % 3, i FROM generate_series(1, 20) i;
REFRESH MATERIALIZED VIEW public.totals;

CREATE FUNCTION public.total_of(r text) RETURNS numeric LANGUAGE sql STABLE BEGIN ATOMIC SELECT total FROM public.totals WHERE region = r; END;

