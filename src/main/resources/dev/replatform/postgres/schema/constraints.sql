-- Unique, exclusion and check constraints; a check that a NULL for a moment can break waits for the switch.
SELECT format('%I.%I %I', n.nspname, c.relname, k.conname) AS key,
       format('ALTER TABLE %s%I.%I ADD CONSTRAINT %I %s', CASE WHEN k.contype <> 'c' THEN 'ONLY ' END, n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) AS statement
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE (k.contype IN ('u', 'x') OR (k.contype = 'c' AND k.conislocal AND k.oid NOT IN (SELECT oid FROM waiting_checks)))
  AND NOT EXISTS (SELECT 1 FROM early_keys e WHERE e.constraint_oid = k.oid) AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
