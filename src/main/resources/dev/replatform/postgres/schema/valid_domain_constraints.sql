SELECT format('%I.%I %I', n.nspname, t.typname, k.conname) AS key,
       format('ALTER DOMAIN %I.%I VALIDATE CONSTRAINT %I', n.nspname, t.typname, k.conname) AS statement
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN chosen n ON n.oid = t.typnamespace
WHERE k.contype = 'c' AND k.convalidated AND k.conname <> 'replatform_not_null'
