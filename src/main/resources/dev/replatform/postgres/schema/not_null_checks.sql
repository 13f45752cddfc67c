-- NOT NULL of what DMS treats as LOB, at first as a check that holds for new rows and needs no look at the old ones. In CDC
-- DMS inserts such a column as NULL and updates it after: it can only be made when nothing is applied any more.
SELECT format('%I.%I.%I', nspname, relname, attname) AS key,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I CHECK (%I IS NOT NULL) NOT VALID', nspname, relname, check_name, attname) AS statement
FROM not_null_lobs WHERE attnotnull OR has_check
