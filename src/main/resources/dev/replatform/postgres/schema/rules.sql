SELECT format('%I.%I %I', n.nspname, c.relname, r.rulename) AS key, pg_get_ruledef(r.oid) AS statement
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN'
