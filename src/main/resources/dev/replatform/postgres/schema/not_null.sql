-- NOT NULL of what DMS treats as LOB. In CDC DMS inserts it as NULL and updates it after: it can only be set when the stream has ended.
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS key,
       format('ALTER TABLE %I.%I ALTER COLUMN %I SET NOT NULL', n.nspname, c.relname, a.attname) AS statement
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
JOIN lob_columns lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
WHERE a.attnotnull AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM key_columns WHERE key_columns.attrelid = a.attrelid AND key_columns.attnum = a.attnum)
