-- Row security that binds the owner: the operator switches it on when it has compared the rows that were switched.
SELECT 'ForcedRowSecurity' AS code, format('%I.%I', n.nspname, c.relname) AS object,
       'binds its owner to row security: between the switch and the last comparison, some seconds, the owner sees all rows on the target' AS text, true AS blocks,
       'let the application log in as a role that does not own the table' AS remedy
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relforcerowsecurity AND c.relrowsecurity ORDER BY 2
