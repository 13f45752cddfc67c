-- Foreign keys, not yet validated; a partitioned table takes only valid ones.
SELECT format('%I.%I %I', n.nspname, c.relname, k.conname) AS key,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s%s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid),
              CASE WHEN c.relkind = 'r' AND k.convalidated THEN ' NOT VALID' END) AS statement
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0
