-- The shape of a shop written with a Ruby framework: bigserial keys, string arrays, JSON, unique indexes, hstore, enum states.

CREATE EXTENSION hstore SCHEMA public;
CREATE EXTENSION citext SCHEMA public;
CREATE TYPE public.order_state AS ENUM ('cart', 'paid', 'sent');
CREATE FUNCTION public.next_number(out n bigint) LANGUAGE plpgsql AS 'BEGIN n := (extract(epoch FROM now()) * 1000)::bigint << 23; END';
CREATE TABLE public.schema_migrations (version character varying NOT NULL, CONSTRAINT schema_migrations_pkey PRIMARY KEY (version));
CREATE TABLE public.ar_internal_metadata (key character varying PRIMARY KEY, value character varying, created_at timestamp(6) NOT NULL);
CREATE TABLE public.users (id bigserial PRIMARY KEY, email public.citext DEFAULT ''::public.citext NOT NULL, encrypted_password character varying NOT NULL, roles character varying[] DEFAULT '{}'::character varying[] NOT NULL,
  settings public.hstore, created_at timestamp(6) without time zone NOT NULL);
CREATE UNIQUE INDEX index_users_on_email ON public.users (email);
CREATE TABLE public.orders (id bigint DEFAULT public.next_number() PRIMARY KEY, user_id bigint NOT NULL, state public.order_state DEFAULT 'cart'::public.order_state NOT NULL, data jsonb DEFAULT '{}'::jsonb NOT NULL, total numeric(12, 2));
CREATE INDEX index_orders_on_data ON public.orders USING gin (data jsonb_path_ops);
CREATE INDEX index_orders_open ON public.orders (user_id) WHERE state = 'cart';
ALTER TABLE public.orders ADD CONSTRAINT fk_rails_0001 FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.orders ADD CONSTRAINT check_data CHECK (data IS NOT NULL AND jsonb_typeof(data) = 'object');
INSERT INTO public.users (email, encrypted_password, created_at) SELECT 'u' || i || '@x', 'x', now() FROM generate_series(1, 10) i;
INSERT INTO public.orders (id, user_id) SELECT i, i FROM generate_series(1, 10) i;
