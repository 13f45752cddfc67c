SELECT format('%I.%I', n.nspname, s.stxname) AS key, pg_get_statisticsobjdef(s.oid) AS statement
FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
