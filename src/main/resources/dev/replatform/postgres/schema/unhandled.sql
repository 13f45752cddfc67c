-- What stands on the source and is not copied: told, object by object, never skipped in silence. RDS lets nobody make what
-- only a superuser may.
SELECT 'CFunction:' || format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS key, '' AS statement
  FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang WHERE l.lanname IN ('c', 'internal') AND p.prokind <> 'a'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') -- a range's own
   AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
UNION ALL SELECT 'ForeignTable:' || format('%I.%I', n.nspname, c.relname), '' FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relkind = 'f'
UNION ALL SELECT 'ForeignServer:' || format('%I', s.srvname), '' FROM pg_foreign_server s
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_foreign_server'::regclass AND x.objid = s.oid)
UNION ALL SELECT 'OperatorClass:' || format('%I.%I', n.nspname, o.opcname), '' FROM pg_opclass o JOIN chosen n ON n.oid = o.opcnamespace
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_opclass'::regclass AND x.objid = o.oid)
UNION ALL SELECT 'OperatorFamily:' || format('%I.%I', n.nspname, o.opfname), '' FROM pg_opfamily o JOIN chosen n ON n.oid = o.opfnamespace
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_opfamily'::regclass AND x.objid = o.oid)
UNION ALL SELECT 'TextSearchTemplate:' || format('%I.%I', n.nspname, o.tmplname), '' FROM pg_ts_template o JOIN chosen n ON n.oid = o.tmplnamespace
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_ts_template'::regclass AND x.objid = o.oid)
UNION ALL SELECT 'TextSearchParser:' || format('%I.%I', n.nspname, o.prsname), '' FROM pg_ts_parser o JOIN chosen n ON n.oid = o.prsnamespace
  WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_ts_parser'::regclass AND x.objid = o.oid)
UNION ALL SELECT 'BaseType:' || format('%I.%I', n.nspname, t.typname), '' FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
  WHERE t.typtype = 'b' AND t.typelem = 0 AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_type'::regclass AND x.objid = t.oid)
UNION ALL SELECT 'Language:' || format('%I', l.lanname), '' FROM pg_language l
  WHERE l.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_language'::regclass AND x.objid = l.oid)
UNION ALL SELECT 'EventTrigger:' || format('%I', e.evtname), '' FROM pg_event_trigger e WHERE e.evtname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_event_trigger'::regclass AND x.objid = e.oid)
UNION ALL SELECT 'Publication:' || format('%I', p.pubname), '' FROM pg_publication p
  WHERE p.pubname NOT LIKE 'awsdms\_%' AND (p.puballtables OR NOT EXISTS (SELECT 1 FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
    JOIN chosen n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid))
UNION ALL SELECT 'Subscription:' || format('%I', s.subname), '' FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
