SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('CREATE VIEW %I.%I%s AS %s', n.nspname, c.relname,
              CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
              pg_get_viewdef(c.oid))
         || coalesce((SELECT string_agg(format(' ALTER VIEW %I.%I ALTER COLUMN %I SET DEFAULT %s;', n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)), '' ORDER BY a.attnum)
              FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = c.oid), '') AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
ORDER BY c.oid
