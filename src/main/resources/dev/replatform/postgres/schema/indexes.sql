-- Indexes that no constraint stands on. One of a partitioned table is made without its partitions, as PostgreSQL prints it:
-- theirs are made under their own names, and attached.
SELECT format('%I.%I', n.nspname, ic.relname) AS key, pg_get_indexdef(i.indexrelid) AS statement
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'awsdms\_%' AND (i.indisvalid OR c.relkind = 'p')
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
