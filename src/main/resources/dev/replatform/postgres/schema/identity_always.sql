-- Identity columns that take no other value than their own.
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS key,
       format('ALTER TABLE %I.%I ALTER COLUMN %I SET GENERATED ALWAYS', n.nspname, c.relname, a.attname) AS statement
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE a.attidentity = 'a' AND NOT a.attisdropped AND NOT c.relispartition
