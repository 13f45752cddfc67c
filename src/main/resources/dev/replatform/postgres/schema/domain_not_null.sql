-- NOT NULL of those domains; the check that held its place has done its service then.
SELECT format('%I.%I', nspname, typname) AS key,
       format('ALTER DOMAIN %1$I.%2$I SET NOT NULL; ALTER DOMAIN %1$I.%2$I DROP CONSTRAINT IF EXISTS replatform_not_null',
              nspname, typname) AS statement
FROM lob_domains WHERE typnotnull
