SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('CREATE MATERIALIZED VIEW %I.%I AS %s%s', n.nspname, c.relname, rtrim(pg_get_viewdef(c.oid), ';'),
              CASE WHEN NOT c.relispopulated THEN ' WITH NO DATA' END) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
