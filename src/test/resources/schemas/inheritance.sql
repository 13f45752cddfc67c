-- Inheritance as it was before partitions, and as object-relational mappers use it: several levels, two parents, defaults of a
-- child's own, checks that are not inherited.

CREATE TABLE public.event (id integer PRIMARY KEY, at date NOT NULL DEFAULT current_date, what varchar(20) DEFAULT 'none', note varchar(20), CONSTRAINT at_known CHECK (at > '1990-01-01'), CONSTRAINT only_here CHECK (what <> 'child') NO INHERIT);
CREATE TABLE public.event_2025 (CHECK (at >= '2025-01-01' AND at < '2026-01-01'), PRIMARY KEY (id)) INHERITS (public.event);
CREATE TABLE public.event_2026 (extra integer, CONSTRAINT year CHECK (at >= '2026-01-01'), PRIMARY KEY (id)) INHERITS (public.event);
ALTER TABLE public.event_2026 ALTER COLUMN what SET DEFAULT 'late', ALTER COLUMN note SET NOT NULL;
ALTER TABLE public.event_2025 ALTER COLUMN what DROP DEFAULT;
CREATE TABLE public.marked (mark integer DEFAULT 5);
CREATE TABLE public.both_of_them (own integer, mark integer DEFAULT 6, PRIMARY KEY (id)) INHERITS (public.event_2026, public.marked);
CREATE TABLE public.alone (id integer PRIMARY KEY, at date NOT NULL, what varchar(20), note varchar(20), CONSTRAINT at_known CHECK (at > '1990-01-01'));
ALTER TABLE public.alone INHERIT public.event;
CREATE INDEX event_2025_at ON public.event_2025 (at);
CREATE VIEW public.own_events AS SELECT id FROM ONLY public.event;
INSERT INTO public.event VALUES (1, '2024-01-01', 'parent', 'n');
INSERT INTO public.event_2025 SELECT 100 + i, date '2025-01-01' + i, 'a', 'b' FROM generate_series(1, 50) i;
INSERT INTO public.event_2026 (id, at, note) SELECT 200 + i, date '2026-01-01' + i, 'b' FROM generate_series(1, 50) i;
INSERT INTO public.both_of_them (id, at, note) VALUES (300, '2026-05-05', 'x');
