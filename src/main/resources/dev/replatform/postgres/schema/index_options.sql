-- What CREATE INDEX does not say: options of a constraint's index, statistics targets, the index that CLUSTER goes by.
SELECT format('%I.%I %s', n.nspname, ic.relname, o.option) AS key, o.statement
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN chosen n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT format('SET (%s)', array_to_string(ic.reloptions, ', ')) AS option,
         format('ALTER INDEX %I.%I SET (%s)', n.nspname, ic.relname, array_to_string(ic.reloptions, ', ')) AS statement
    WHERE ic.reloptions IS NOT NULL AND EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT format('column %s SET STATISTICS %s', a.attnum, a.attstattarget),
         format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', n.nspname, ic.relname, a.attnum, a.attstattarget)
    FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0
  UNION ALL
  SELECT 'CLUSTER', format('ALTER %s %I.%I CLUSTER ON %I', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, n.nspname, c.relname, ic.relname)
    WHERE i.indisclustered) o
WHERE c.relkind IN ('r', 'p', 'm') AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
