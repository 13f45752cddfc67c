-- Tables with children of the old kind: who reads the parent reads the children's rows too, and DMS reads the parent.
SELECT n.nspname AS schema, p.relname AS "table", string_agg(format('%I.%I', cn.nspname, c.relname), ', ' ORDER BY c.oid) AS children
FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent AND p.relkind = 'r' JOIN chosen n ON n.oid = p.relnamespace
JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
WHERE NOT c.relispartition GROUP BY 1, 2 ORDER BY 1, 2
