-- Foreign keys, not yet validated; one that a partitioned table has or that refers to one is valid or it is not at all.
SELECT format('%I.%I %I', n.nspname, c.relname, k.conname) AS key,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s%s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid),
              CASE WHEN c.relkind = 'r' AND k.convalidated AND to_class.relkind = 'r' THEN ' NOT VALID' END) AS statement
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN chosen n ON n.oid = c.relnamespace JOIN pg_class to_class ON to_class.oid = k.confrelid
WHERE k.contype = 'f' AND k.conparentid = 0
