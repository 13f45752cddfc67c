-- Checks that waited for the switch, at first for new rows only: that takes no look at the old ones.
SELECT format('%I.%I %I', n.nspname, c.relname, k.conname) AS key,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s%s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid),
              CASE WHEN k.convalidated THEN ' NOT VALID' END) AS statement
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE k.oid IN (SELECT oid FROM waiting_checks) AND k.conislocal AND k.conname NOT LIKE 'replatform\_not\_null\_%' AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
