-- The look at the old rows, while the application reads and writes.
SELECT format('%I.%I %I', n.nspname, c.relname, k.conname) AS key,
       format('ALTER TABLE %I.%I VALIDATE CONSTRAINT %I', n.nspname, c.relname, k.conname) AS statement
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE k.oid IN (SELECT oid FROM waiting_checks) AND k.conislocal AND k.convalidated AND k.conname NOT LIKE 'replatform\_not\_null\_%' AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
