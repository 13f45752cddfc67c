-- Checks of domains over what DMS moves as a LOB, and NOT NULL as a check: for new values, without a look at the old ones.
SELECT format('%I.%I %I', d.nspname, d.typname, k.conname) AS key,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', d.nspname, d.typname, k.conname,
              regexp_replace(pg_get_constraintdef(k.oid), '( NOT VALID)?$', ' NOT VALID')) AS statement
FROM lob_domains d JOIN pg_constraint k ON k.contypid = d.oid AND k.contype = 'c' WHERE k.conname <> 'replatform_not_null'
UNION ALL
SELECT format('%I.%I replatform_not_null', d.nspname, d.typname),
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT replatform_not_null CHECK (VALUE IS NOT NULL) NOT VALID', d.nspname, d.typname)
FROM lob_domains d WHERE d.typnotnull
   OR EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contypid = d.oid AND k.conname = 'replatform_not_null')
