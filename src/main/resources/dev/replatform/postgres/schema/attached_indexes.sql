-- Which index of a partition stands for the index of the partitioned table.
SELECT format('%I.%I of %I', n.nspname, c.relname, p.relname) AS key,
       format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I', pn.nspname, p.relname, n.nspname, c.relname) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace JOIN pg_inherits i ON i.inhrelid = c.oid
JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relkind IN ('i', 'I')
ORDER BY c.oid
