-- Installed extensions; whoever creates them may be refused by RDS, which allows a list.
SELECT e.extname AS key, format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', e.extname, n.nspname) AS statement
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'
