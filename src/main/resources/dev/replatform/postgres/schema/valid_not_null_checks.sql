-- The look at the old rows, while the application reads and writes.
SELECT format('%I.%I.%I', nspname, relname, attname) AS key,
       format('ALTER TABLE %I.%I VALIDATE CONSTRAINT %I', nspname, relname, check_name) AS statement
FROM not_null_lobs WHERE attnotnull OR check_is_valid
