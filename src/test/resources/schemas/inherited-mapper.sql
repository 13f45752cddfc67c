-- Class-table inheritance in one more shape: an abstract parent without rows or key, children with LOBs and NOT NULL.

CREATE TABLE public.base_item (id bigint NOT NULL, created timestamptz NOT NULL DEFAULT now(), title text NOT NULL CHECK (title <> ''));
CREATE TABLE public.book (pages integer, summary text NOT NULL, CONSTRAINT book_pk PRIMARY KEY (id)) INHERITS (public.base_item);
CREATE TABLE public.film (minutes integer CHECK (minutes > 0), title text NOT NULL, CONSTRAINT film_pk PRIMARY KEY (id)) INHERITS (public.base_item);
CREATE INDEX book_title ON public.book (title);
CREATE VIEW public.all_items AS SELECT id, title, tableoid::regclass AS kind FROM public.base_item;
INSERT INTO public.book (id, title, summary) SELECT i, 't' || i, 's' FROM generate_series(1, 10) i;
INSERT INTO public.film (id, title) SELECT i, 't' || i FROM generate_series(11, 20) i;
