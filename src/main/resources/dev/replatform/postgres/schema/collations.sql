-- Collations of the application's own. The locale of ICU has stood in three columns: they are read by name.
SELECT format('%I.%I', n.nspname, c.collname) AS key,
       format('CREATE COLLATION %I.%I (PROVIDER = %s, %s%s%s)', n.nspname, c.collname,
              CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
              CASE WHEN c.collprovider = 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype)
                   ELSE format('LOCALE = %L', coalesce(j.row ->> 'colllocale', j.row ->> 'colliculocale', c.collcollate)) END,
              CASE WHEN NOT c.collisdeterministic THEN ', DETERMINISTIC = false' END,
              ', RULES = ' || quote_literal(j.row ->> 'collicurules')) AS statement
FROM pg_collation c JOIN chosen n ON n.oid = c.collnamespace CROSS JOIN LATERAL (SELECT to_jsonb(c) AS row) j
WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_collation'::regclass AND x.objid = c.oid)
