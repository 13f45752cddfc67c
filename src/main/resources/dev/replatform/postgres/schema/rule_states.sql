-- Rules that apply always or for replicas only: at the switch, as DMS's sessions are replicas.
SELECT format('%I.%I %I %s', n.nspname, c.relname, r.rulename, s.state) AS key,
       format('ALTER TABLE %I.%I %s RULE %I', n.nspname, c.relname, s.state, r.rulename) AS statement
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT CASE r.ev_enabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END AS state) s
WHERE r.rulename <> '_RETURN' AND r.ev_enabled IN ('A', 'R') AND c.relname NOT LIKE 'awsdms\_%'
