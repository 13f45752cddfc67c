-- Domains of a registration form: addresses, codes and money, with defaults, collation and names to be quoted.

CREATE SCHEMA "Form Types";
CREATE DOMAIN "Form Types"."E-Mail" AS varchar NOT NULL CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN "Form Types"."Work E-Mail" AS "Form Types"."E-Mail" CHECK (VALUE ~ '%');
ALTER DOMAIN "Form Types"."Work E-Mail" DROP CONSTRAINT "Work E-Mail_check";
CREATE DOMAIN public.amount AS numeric(12, 2) NOT NULL DEFAULT 0 CHECK (VALUE >= 0);
CREATE DOMAIN public.amount_in_words AS text COLLATE "C" DEFAULT 'none' CHECK (coalesce(VALUE, '') <> '');
CREATE TABLE public.form (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail "Form Types"."E-Mail", work "Form Types"."Work E-Mail", total public.amount, words public.amount_in_words);
CREATE UNIQUE INDEX form_mail ON public.form (lower(mail));
INSERT INTO public.form (mail, work, words) SELECT 'a' || i || '@x', 'b@x', 'w' FROM generate_series(1, 20) i;
