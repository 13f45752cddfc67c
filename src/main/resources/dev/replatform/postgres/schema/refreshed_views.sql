-- Materialized views with rows, in the order in which they were made: one may read another. Readers are not held up where
-- a unique index lets PostgreSQL exchange single rows.
SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('REFRESH MATERIALIZED VIEW %s%I.%I', CASE WHEN EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid
         AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL) THEN 'CONCURRENTLY ' END,
         n.nspname, c.relname) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid
