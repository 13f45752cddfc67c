SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('CREATE MATERIALIZED VIEW %I.%I AS %s', n.nspname, c.relname, pg_get_viewdef(c.oid)) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
