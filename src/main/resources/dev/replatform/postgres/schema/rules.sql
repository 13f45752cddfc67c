SELECT format('%I.%I %I', n.nspname, c.relname, r.rulename) AS key,
       pg_get_ruledef(r.oid) || CASE WHEN r.ev_enabled IN ('D', 'R')
         THEN format(' ALTER TABLE %I.%I DISABLE RULE %I', n.nspname, c.relname, r.rulename) ELSE '' END AS statement
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
