-- Primary keys, and the unique index that a replica identity names: CDC needs them.
SELECT format('%I.%I %I', n.nspname, c.relname, ic.relname) AS key,
       CASE WHEN k.constraint_oid IS NULL THEN pg_get_indexdef(k.indexrelid)
            ELSE format('ALTER TABLE ONLY %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, ic.relname, pg_get_constraintdef(k.constraint_oid))
       END ||
       CASE WHEN k.is_identity THEN format('; ALTER TABLE ONLY %I.%I REPLICA IDENTITY USING INDEX %I', n.nspname, c.relname, ic.relname) ELSE '' END
       AS statement
FROM early_keys k JOIN pg_class c ON c.oid = k.indrelid JOIN chosen n ON n.oid = c.relnamespace JOIN pg_class ic ON ic.oid = k.indexrelid
WHERE c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
