-- Casts from, to or by something of the chosen schemas.
SELECT format('(%s AS %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)) AS key,
       format('CREATE CAST (%s AS %s) %s%s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL),
         CASE k.castmethod WHEN 'f' THEN format('WITH FUNCTION %I.%I(%s)', pn.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
           WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
         CASE k.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END) AS statement
FROM pg_cast k JOIN pg_type s ON s.oid = k.castsource JOIN pg_type t ON t.oid = k.casttarget
LEFT JOIN pg_proc p ON p.oid = k.castfunc LEFT JOIN pg_namespace pn ON pn.oid = p.pronamespace
WHERE k.oid >= 16384 AND (s.typnamespace IN (SELECT oid FROM chosen) OR t.typnamespace IN (SELECT oid FROM chosen) OR p.pronamespace IN (SELECT oid FROM chosen))
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype IN ('e', 'i')) -- a range's own
