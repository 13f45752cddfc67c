-- The chosen schemas, and those that extensions stand in: of the latter an extension makes its own itself.
SELECT n.nspname AS key, format('CREATE SCHEMA %I', n.nspname) AS statement FROM pg_namespace n
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND (n.oid IN (SELECT oid FROM chosen) OR n.oid IN (SELECT extnamespace FROM pg_extension))
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_namespace'::regclass AND x.objid = n.oid)
