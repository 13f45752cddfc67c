-- as: admin
-- not copied: DatabaseSetting:corpus.Flag=on
-- not copied: Function:public.with_settings()
-- roles: corpus_nightly
-- What sessions begin with: of the database, of a role, of a role in this database; lists, quotes and percent signs.

DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO "$user", public, "Odd Path"', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET application_name TO %L', current_database(), 'it''s 100%s "it"'); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET "corpus.Flag" TO %L', current_database(), 'on'); END $$;
DO $$ BEGIN EXECUTE format('ALTER ROLE corpus_nightly IN DATABASE %I SET work_mem TO %L', current_database(), '64MB'); END $$;
ALTER ROLE corpus_nightly SET search_path TO reports, public;
ALTER ROLE corpus_nightly SET statement_timeout TO '5min';
CREATE SCHEMA "Odd Path";
CREATE TABLE "Odd Path".t (id integer PRIMARY KEY);
CREATE FUNCTION public.with_settings() RETURNS integer LANGUAGE sql SET search_path = "Odd Path", pg_temp SET work_mem = '8MB' SET "corpus.Flag" = 'x' AS 'SELECT 1';
