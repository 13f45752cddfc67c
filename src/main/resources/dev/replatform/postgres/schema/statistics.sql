SELECT format('%I.%I', n.nspname, s.stxname) AS key,
       pg_get_statisticsobjdef(s.oid) || CASE WHEN (to_jsonb(s) ->> 'stxstattarget')::int >= 0
         THEN format('; ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, to_jsonb(s) ->> 'stxstattarget') ELSE '' END AS statement
FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
