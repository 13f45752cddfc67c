-- Replica identities but an index, which is made with the key.
SELECT format('%I.%I %s', n.nspname, c.relname, i.identity) AS key,
       format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s', n.nspname, c.relname, i.identity) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END AS identity) i
WHERE c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n') AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
