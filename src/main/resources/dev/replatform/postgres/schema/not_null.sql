-- NOT NULL of what DMS treats as LOB, by a validated check, so that the table is not locked while it is read.
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS key,
       format('ALTER TABLE %1$I.%2$I ADD CONSTRAINT replatform_not_null CHECK (%3$I IS NOT NULL) NOT VALID;'
              'ALTER TABLE %1$I.%2$I VALIDATE CONSTRAINT replatform_not_null;'
              'ALTER TABLE %1$I.%2$I ALTER COLUMN %3$I SET NOT NULL;'
              'ALTER TABLE %1$I.%2$I DROP CONSTRAINT replatform_not_null', n.nspname, c.relname, a.attname) AS statement
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
JOIN lob_columns lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
WHERE a.attnotnull AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM key_columns WHERE key_columns.attrelid = a.attrelid AND key_columns.attnum = a.attnum)
