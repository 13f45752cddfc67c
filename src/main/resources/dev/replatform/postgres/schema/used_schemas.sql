-- Schemas without tables that the chosen ones use, also by way of each other: what depends on what as the catalogs know it; what
-- bodies of functions name, which the catalogs do not know; what search paths go through.
, candidates AS (
  SELECT n.oid, n.nspname FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'replatform', 'rdsadmin') AND n.oid NOT IN (SELECT oid FROM chosen)
    AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_namespace'::regclass AND x.objid = n.oid)
    AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'f')
      AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid))),
objects AS (
  SELECT 'pg_class'::regclass AS classid, oid, relnamespace AS nsp FROM pg_class
  UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace FROM pg_proc
  UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace FROM pg_type
  UNION ALL SELECT 'pg_operator'::regclass, oid, oprnamespace FROM pg_operator
  UNION ALL SELECT 'pg_collation'::regclass, oid, collnamespace FROM pg_collation
  UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace FROM pg_ts_config
  UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace FROM pg_ts_dict
  UNION ALL SELECT 'pg_constraint'::regclass, oid, connamespace FROM pg_constraint
  UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
  UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, c.relnamespace FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
  UNION ALL SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid),
uses AS (
  SELECT user_.nsp AS who, used.nsp AS what FROM pg_depend d
    JOIN objects used ON used.classid = d.refclassid AND used.oid = d.refobjid AND used.nsp IN (SELECT oid FROM candidates)
    JOIN objects user_ ON user_.classid = d.classid AND user_.oid = d.objid AND user_.nsp <> used.nsp
  UNION SELECT p.pronamespace, s.oid FROM pg_proc p JOIN candidates s
    ON strpos(p.prosrc, s.nspname || '.') > 0 OR strpos(p.prosrc, quote_ident(s.nspname) || '.') > 0
       OR EXISTS (SELECT 1 FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%' AND strpos(c, s.nspname) > 0)
    WHERE p.oid >= 16384
  UNION SELECT n.oid, s.oid FROM chosen n CROSS JOIN candidates s JOIN pg_db_role_setting r
    ON EXISTS (SELECT 1 FROM unnest(r.setconfig) c WHERE c LIKE 'search_path=%' AND strpos(c, s.nspname) > 0)
    WHERE r.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))),
reached AS (
  SELECT oid FROM chosen UNION SELECT u.what FROM reached r JOIN uses u ON u.who = r.oid)
SELECT c.nspname AS key, '' AS statement FROM candidates c WHERE c.oid IN (SELECT oid FROM reached) ORDER BY 1
