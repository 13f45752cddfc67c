-- Functions, procedures and window functions; bodies are not checked, so that their order does not matter.
SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS key,
       pg_get_functiondef(p.oid) AS statement
FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE p.prokind IN ('f', 'p', 'w') AND l.lanname NOT IN ('c', 'internal')
  AND p.proname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
