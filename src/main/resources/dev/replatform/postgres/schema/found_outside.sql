-- What uses an object of a schema with tables that is not included; of a foreign key the table as well.
, outside AS (
  SELECT n.oid, n.nspname FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'replatform', 'rdsadmin') AND n.oid NOT IN (SELECT oid FROM chosen)
    AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_namespace'::regclass AND x.objid = n.oid)),
uses AS (
  SELECT u.code, u.object, used.code || ' ' || used.object AS what, o.nspname, CASE WHEN u.code = 'ForeignKey' THEN d.objid END AS foreign_key FROM pg_depend d
    JOIN named used ON used.classid = d.refclassid AND used.objid = d.refobjid JOIN outside o ON o.oid = used.nsp
    JOIN named u ON u.classid = d.classid AND u.objid = d.objid AND u.nsp IN (SELECT oid FROM chosen)
    WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = used.classid AND x.objid = used.objid)
      AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = u.classid AND x.objid = u.objid)
  UNION ALL SELECT u.code, u.object, 'schema ' || quote_ident(o.nspname), o.nspname, NULL FROM pg_proc p JOIN named u ON u.classid = 'pg_proc'::regclass AND u.objid = p.oid AND u.nsp IN (SELECT oid FROM chosen)
    JOIN outside o ON p.prosrc ~ ('(^|[^[:alnum:]_.])"?' || regexp_replace(o.nspname, '([^[:alnum:]_])', '\\\1', 'g') || '"?\.["[:alpha:]_]')
    WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
      AND EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = o.oid))
SELECT DISTINCT ON (code, object) code, object, format('uses %s, and the schema %s is not included', what, uses.nspname) AS text,
       format('add "%s.*" to spec.tables.include', uses.nspname) AS remedy, n.nspname AS schema, c.relname AS table
FROM uses LEFT JOIN pg_constraint k ON k.oid = uses.foreign_key LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
ORDER BY 1, 2, 3
