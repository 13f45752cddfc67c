-- Triggers that fire always or for replicas only; and those of a partition that are in another state than the parent's.
SELECT format('%I.%I %I %s', n.nspname, c.relname, t.tgname, s.state) AS key,
       format('ALTER TABLE ONLY %I.%I %s TRIGGER %I', n.nspname, c.relname, s.state, t.tgname) AS statement
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN chosen n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE' END AS state) s
LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
WHERE (NOT t.tgisinternal OR t.tgparentid <> 0) AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype = 'f')
  AND ((t.tgparentid = 0 AND t.tgenabled IN ('A', 'R')) OR parent.tgenabled <> t.tgenabled)
