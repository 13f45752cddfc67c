-- What is made of something that is not copied, also by way of others, and functions that name it in their text.
, lost AS (
  SELECT t.classid::oid AS classid, t.objid, t.code || ' ' || t.object AS origin, t.name FROM told t
  UNION
  SELECT s.classid, s.objid, l.origin, s.name FROM lost l CROSS JOIN LATERAL (
    SELECT d.classid, d.objid, NULL::text AS name FROM pg_depend d WHERE d.refclassid = l.classid AND d.refobjid = l.objid AND d.deptype IN ('n', 'a', 'i')
      AND d.classid <> 'pg_event_trigger'::regclass
    UNION ALL SELECT 'pg_class'::regclass, r.ev_class, c.relname::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      WHERE l.classid = 'pg_rewrite'::regclass AND r.oid = l.objid AND r.rulename = '_RETURN'
    UNION ALL SELECT 'pg_ts_config'::regclass, c.oid, c.cfgname::text FROM pg_ts_config c WHERE l.classid = 'pg_ts_config'::regclass AND c.oid = l.objid
    UNION ALL SELECT 'pg_proc'::regclass, p.oid, NULL FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace
      WHERE length(l.name) > 2 AND strpos(p.prosrc, l.name) > 0
        AND p.prosrc ~ ('(^|[^[:alnum:]_])' || regexp_replace(l.name, '([^[:alnum:]_])', '\\\1', 'g') || '($|[^[:alnum:]_])')) s)
SELECT DISTINCT ON (n.code, n.object) n.code, n.object, format('uses %s, which is not copied', l.origin) AS text, true AS blocks,
       'make what it uses on the target yourself, or change it so that it does without' AS remedy
FROM lost l JOIN named n ON n.classid = l.classid AND n.objid = l.objid AND n.nsp IN (SELECT oid FROM chosen)
WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.classid = l.classid AND t.objid = l.objid AND t.is_missed)
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = l.classid AND x.objid = l.objid)
ORDER BY 1, 2, 3
