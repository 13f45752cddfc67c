SELECT format('%I.%I', n.nspname, c.conname) AS key,
       format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %I.%I', CASE WHEN c.condefault THEN 'DEFAULT ' END, n.nspname, c.conname,
              pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), pn.nspname, p.proname) AS statement
FROM pg_conversion c JOIN chosen n ON n.oid = c.connamespace JOIN pg_proc p ON p.oid = c.conproc JOIN pg_namespace pn ON pn.oid = p.pronamespace
WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_conversion'::regclass AND x.objid = c.oid)
