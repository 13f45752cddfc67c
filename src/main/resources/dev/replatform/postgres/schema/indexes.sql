-- Indexes that no constraint stands on. One of a partitioned table is printed with ONLY, which would leave it invalid and
-- its partitions without: without the word PostgreSQL makes them all.
SELECT format('%I.%I', n.nspname, ic.relname) AS key,
       CASE WHEN c.relkind = 'p' THEN regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
            ELSE pg_get_indexdef(i.indexrelid) END AS statement
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'awsdms\_%' AND i.indisvalid
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
