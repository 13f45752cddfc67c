-- What stands on the source and is not copied: told, object by object, never skipped in silence.
SELECT 'aggregate ' || format('%I.%I', n.nspname, p.proname) AS key, '' AS statement
  FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace WHERE p.prokind = 'a'
   AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
UNION ALL SELECT 'C function ' || format('%I.%I', n.nspname, p.proname), '' FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang WHERE l.lanname IN ('c', 'internal') AND p.prokind <> 'a'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') -- a range's own
   AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
UNION ALL SELECT 'inheritance child ' || format('%I.%I', n.nspname, c.relname), '' FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
  JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
UNION ALL SELECT 'foreign table ' || format('%I.%I', n.nspname, c.relname), '' FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relkind = 'f'
UNION ALL SELECT 'policy ' || format('%I.%I %I', n.nspname, c.relname, p.polname), '' FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN chosen n ON n.oid = c.relnamespace
UNION ALL SELECT 'operator ' || format('%I.%s', n.nspname, o.oprname), '' FROM pg_operator o JOIN chosen n ON n.oid = o.oprnamespace
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_operator'::regclass AND x.objid = o.oid)
UNION ALL SELECT 'collation ' || format('%I.%I', n.nspname, o.collname), '' FROM pg_collation o JOIN chosen n ON n.oid = o.collnamespace
UNION ALL SELECT 'text search configuration ' || format('%I.%I', n.nspname, o.cfgname), '' FROM pg_ts_config o JOIN chosen n ON n.oid = o.cfgnamespace
UNION ALL SELECT 'event trigger ' || format('%I', e.evtname), '' FROM pg_event_trigger e WHERE e.evtname NOT LIKE 'awsdms\_%'
UNION ALL SELECT 'publication ' || format('%I', p.pubname), '' FROM pg_publication p
