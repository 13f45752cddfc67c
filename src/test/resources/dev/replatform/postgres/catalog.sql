-- All that makes a schema, a line each, as PostgreSQL prints it; the argument is the schemas, joined by U+0001.
WITH chosen AS (SELECT oid, nspname FROM pg_namespace WHERE nspname::text = ANY (string_to_array(?, chr(1))))
SELECT format('column %I.%I.%I #%s %s default %s null %s identity %s generated %s collation %s', n.nspname, c.relname, a.attname,
         row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid),
         NOT a.attnotnull, a.attidentity, a.attgenerated, (SELECT collname FROM pg_collation co WHERE co.oid = a.attcollation))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
UNION ALL SELECT format('relation %I.%I %s options %s owner %s bound %s key %s', n.nspname, c.relname, c.relkind, c.reloptions,
         regexp_replace(pg_get_userbyid(c.relowner), '^.*-(app|admin)$', 'app'), pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid))
  FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('constraint %s %I %s valid %s', coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text), k.conname, pg_get_constraintdef(k.oid), k.convalidated)
  FROM pg_constraint k JOIN chosen n ON n.oid = k.connamespace
UNION ALL SELECT format('index %s valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN chosen n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal
UNION ALL SELECT format('rule %s', pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('function %s', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace WHERE p.prokind <> 'a'
UNION ALL SELECT format('type %s %s %s base %s null %s default %s', t.oid::regtype, t.typtype,
         (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
         format_type(nullif(t.typbasetype, 0), t.typtypmod), NOT t.typnotnull, t.typdefault)
  FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
UNION ALL SELECT format('range %s of %s', r.rngtypid::regtype, r.rngsubtype::regtype) FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN chosen n ON n.oid = t.typnamespace
UNION ALL SELECT format('sequence %I.%I %s start %s by %s from %s to %s cache %s cycle %s at %s', s.schemaname, s.sequencename, s.data_type,
         s.start_value, s.increment_by, s.min_value, s.max_value, s.cache_size, s.cycle, s.last_value)
  FROM pg_sequences s JOIN chosen n ON n.nspname = s.schemaname
UNION ALL SELECT format('sequence %s owned by %s %s', d.objid::regclass, d.refobjid::regclass, d.refobjsubid)
  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' JOIN chosen n ON n.oid = c.relnamespace
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
UNION ALL SELECT format('statistics %s', pg_get_statisticsobjdef(s.oid)) FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
UNION ALL SELECT format('comment on %s %s: %s', c.oid::regclass, d.objsubid, d.description)
  FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('privileges %s %s', c.oid::regclass, array_to_string(ARRAY(SELECT regexp_replace(a::text, '/.*$', '') FROM unnest(c.relacl) a WHERE a::text NOT LIKE '%-app=%' AND a::text NOT LIKE '%-admin=%' AND a::text NOT LIKE '"%' ORDER BY 1), ' '))
  FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL
UNION ALL SELECT format('public may run %s %s', p.oid::regprocedure, EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)) FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace
UNION ALL SELECT format('policy %s on %s %s %s to %s', p.polname, p.polrelid::regclass, p.polcmd, p.polpermissive, ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r ORDER BY 1))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('row security %s %s %s identity %s', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity, c.relreplident) FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('rule %s %s %s', r.rulename, r.ev_class::regclass, r.ev_enabled) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('inherits %s %s %s', i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT format('extension %s in %s', e.extname, e.extnamespace::regnamespace) FROM pg_extension e
ORDER BY 1
