-- The same checks, for the old values too.
SELECT format('%I.%I %I', d.nspname, d.typname, k.conname) AS key,
       format('ALTER DOMAIN %I.%I VALIDATE CONSTRAINT %I', d.nspname, d.typname, k.conname) AS statement
FROM lob_domains d JOIN pg_constraint k ON k.contypid = d.oid AND k.contype = 'c'
WHERE k.convalidated AND k.conname <> 'replatform_not_null'
