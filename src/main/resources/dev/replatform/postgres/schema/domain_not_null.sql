-- NOT NULL of domains that waited; the check that held its place has done its service then.
SELECT format('%I.%I', n.nspname, t.typname) AS key,
       format('ALTER DOMAIN %1$I.%2$I %3$s; ALTER DOMAIN %1$I.%2$I DROP CONSTRAINT IF EXISTS replatform_not_null', n.nspname, t.typname,
              coalesce((SELECT format('ADD CONSTRAINT %I NOT NULL', k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n'), 'SET NOT NULL')) AS statement
FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND t.typnotnull
