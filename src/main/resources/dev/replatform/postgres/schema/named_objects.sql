-- Every object that the copy makes, with the word and the name under which it may be missing.
, named AS (
  SELECT 'pg_class'::regclass AS classid, c.oid AS objid, c.relnamespace AS nsp,
         CASE c.relkind WHEN 'v' THEN 'View' WHEN 'm' THEN 'MaterializedView' WHEN 'i' THEN 'Index' WHEN 'I' THEN 'Index' WHEN 'S' THEN 'Sequence' WHEN 'c' THEN 'Type' ELSE 'Table' END AS code,
         format('%I.%I', n.nspname, c.relname) AS object FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I', 'S', 'c', 'f')
  UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace, CASE WHEN r.rulename <> '_RETURN' THEN 'Rule' WHEN c.relkind = 'm' THEN 'MaterializedView' ELSE 'View' END,
         format('%I.%I', n.nspname, c.relname) || CASE WHEN r.rulename <> '_RETURN' THEN format(' %I', r.rulename) ELSE '' END
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, c.relnamespace, CASE c.relkind WHEN 'v' THEN 'View' ELSE 'Table' END, format('%I.%I', n.nspname, c.relname)
    FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace, 'Trigger', format('%I.%I %I', n.nspname, c.relname, t.tgname)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace, 'Policy', format('%I.%I %I', n.nspname, c.relname, p.polname)
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'pg_constraint'::regclass, k.oid, c.relnamespace,
         CASE WHEN k.contype = 'f' THEN 'ForeignKey' WHEN k.oid IN (SELECT constraint_oid FROM early_keys) THEN 'Key' WHEN k.oid IN (SELECT oid FROM waiting_checks) THEN 'Check' ELSE 'Constraint' END,
         format('%I.%I %I', n.nspname, c.relname, k.conname)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'pg_constraint'::regclass, k.oid, t.typnamespace, 'Type', format('%I.%I', n.nspname, t.typname)
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
  UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, CASE p.prokind WHEN 'a' THEN 'Aggregate' ELSE 'Function' END,
         format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid >= 16384
  UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typnamespace, 'Type', format('%I.%I', n.nspname, t.typname)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')
  UNION ALL SELECT 'pg_operator'::regclass, o.oid, o.oprnamespace, 'Operator', format('%I.%s(%s, %s)', n.nspname, o.oprname, coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'),
         coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')) FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid >= 16384
  UNION ALL SELECT 'pg_ts_dict'::regclass, d.oid, d.dictnamespace, 'TextSearchDictionary', format('%I.%I', n.nspname, d.dictname) FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
  UNION ALL SELECT 'pg_ts_config'::regclass, c.oid, c.cfgnamespace, 'TextSearchConfiguration', format('%I.%I', n.nspname, c.cfgname) FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
  UNION ALL SELECT 'pg_collation'::regclass, c.oid, c.collnamespace, 'Collation', format('%I.%I', n.nspname, c.collname) FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxnamespace, 'Statistics', format('%I.%I', n.nspname, s.stxname) FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace)
