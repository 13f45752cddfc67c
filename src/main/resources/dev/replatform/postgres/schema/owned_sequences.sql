-- Which column a serial sequence belongs to.
SELECT format('%I.%I owned by %I.%I.%I', n.nspname, c.relname, tn.nspname, tc.relname, a.attname) AS key,
       format('ALTER SEQUENCE %I.%I OWNED BY %I.%I.%I', n.nspname, c.relname, tn.nspname, tc.relname, a.attname) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
JOIN pg_class tc ON tc.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = tc.relnamespace
JOIN pg_attribute a ON a.attrelid = tc.oid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S'
