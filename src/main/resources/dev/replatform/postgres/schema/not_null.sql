-- A valid check spares SET NOT NULL its scan under the lock; it has done its service then.
SELECT format('%I.%I.%I', nspname, relname, attname) AS key,
       format('ALTER TABLE %1$I.%2$I ALTER COLUMN %3$I SET NOT NULL; ALTER TABLE %1$I.%2$I DROP CONSTRAINT IF EXISTS %4$I',
              nspname, relname, attname, check_name) AS statement
FROM not_null_lobs WHERE attnotnull
