-- Constraints of domains over LOBs that waited for the switch, and those that are not valid at the source either; at first
-- for new values only. NOT NULL is a check until the old values have been looked at.
SELECT format('%I.%I %I', n.nspname, t.typname, k.conname) AS key,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s%s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid),
              CASE WHEN k.convalidated THEN ' NOT VALID' END) AS statement
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN chosen n ON n.oid = t.typnamespace
WHERE k.contype = 'c' AND k.conname <> 'replatform_not_null'
UNION ALL
SELECT format('%I.%I NOT NULL', n.nspname, t.typname),
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT replatform_not_null CHECK (VALUE IS NOT NULL) NOT VALID', n.nspname, t.typname)
FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
WHERE t.typtype = 'd' AND (t.typnotnull OR EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contypid = t.oid AND k.conname = 'replatform_not_null'))
