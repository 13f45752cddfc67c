-- Row security that holds for the owner too, and so for who acts as the owner: DMS and the operator.
SELECT format('%I.%I', n.nspname, c.relname) AS key, format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', n.nspname, c.relname) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relforcerowsecurity AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
