-- Storage, compression, statistics target and options of columns, where they are not what the type brings.
SELECT format('%I.%I.%I %s', n.nspname, c.relname, a.attname, o.option) AS key,
       format('ALTER %s %I.%I ALTER COLUMN %I %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE ONLY' END,
              n.nspname, c.relname, a.attname, o.option) AS statement
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
CROSS JOIN LATERAL (
  SELECT 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS option
    WHERE a.attstorage <> t.typstorage
  UNION ALL SELECT 'SET COMPRESSION ' || CASE to_jsonb(a) ->> 'attcompression' WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END WHERE t.typlen = -1
  UNION ALL SELECT format('SET STATISTICS %s', a.attstattarget) WHERE a.attstattarget >= 0
  UNION ALL SELECT format('SET (%s)', array_to_string(a.attoptions, ', ')) WHERE a.attoptions IS NOT NULL) o
WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND c.relname NOT LIKE 'awsdms\_%' AND o.option IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
