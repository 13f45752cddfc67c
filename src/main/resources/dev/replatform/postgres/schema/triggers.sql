-- Triggers. One that fires in replication sessions too waits for the switch, when it gets that state: DMS's sessions are such.
SELECT format('%I.%I %I', n.nspname, c.relname, t.tgname) AS key,
       pg_get_triggerdef(t.oid) || CASE WHEN t.tgenabled IN ('D', 'R')
         THEN format('; ALTER TABLE %I.%I DISABLE TRIGGER %I', n.nspname, c.relname, t.tgname) ELSE '' END AS statement
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_trigger'::regclass AND x.objid = t.oid)
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
ORDER BY t.oid
