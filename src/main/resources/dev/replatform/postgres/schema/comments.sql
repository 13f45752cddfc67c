-- Comments on tables, views and columns.
SELECT format('%I.%I', n.nspname, c.relname) AS key,
       format('COMMENT ON %s %I.%I IS %L', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, n.nspname, c.relname, d.description) AS statement
FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass JOIN chosen n ON n.oid = c.relnamespace
WHERE d.objsubid = 0 AND c.relkind IN ('r', 'p', 'v')
UNION ALL
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname),
       format('COMMENT ON COLUMN %I.%I.%I IS %L', n.nspname, c.relname, a.attname, d.description)
FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass JOIN chosen n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
WHERE d.objsubid > 0 AND c.relkind IN ('r', 'p', 'v')
