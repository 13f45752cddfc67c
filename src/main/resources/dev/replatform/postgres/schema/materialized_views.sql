SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('CREATE MATERIALIZED VIEW %I.%I%s AS %s%s', n.nspname, c.relname,
              CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
              rtrim(pg_get_viewdef(c.oid), ';'), CASE WHEN NOT c.relispopulated THEN ' WITH NO DATA' END) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
ORDER BY c.oid
