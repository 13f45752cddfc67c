-- What stands on the source and is not copied: told, object by object, never skipped in silence. RDS lets nobody make what
-- only a superuser may, and its servers hold no files but PostgreSQL's own.
, uncopied AS (
  SELECT 'CFunction' AS code, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS object, p.proname::text AS name,
         'pg_proc'::regclass AS classid, p.oid AS objid, true AS is_missed, 'is written in C: only a superuser may make it' AS reason
    FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE l.lanname IN ('c', 'internal') AND p.prokind <> 'a'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') -- a range's own
  UNION ALL SELECT 'Function', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), p.proname, 'pg_proc'::regclass, p.oid, true,
         format('sets the parameter %s, which only a superuser may', split_part(c, '=', 1))
    FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace CROSS JOIN LATERAL unnest(p.proconfig) c LEFT JOIN pg_settings s ON s.name = split_part(c, '=', 1)
    WHERE coalesce(s.context, 'superuser') <> 'user'
  UNION ALL SELECT 'ForeignTable', format('%I.%I', n.nspname, c.relname), c.relname, 'pg_class'::regclass, c.oid, true, 'is a foreign table: its server and logins are not copied'
    FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relkind = 'f'
  UNION ALL SELECT 'ForeignServer', format('%I', s.srvname), NULL, 'pg_foreign_server'::regclass, s.oid, false, 'is a foreign server: it and its logins are not copied' FROM pg_foreign_server s
  UNION ALL SELECT 'OperatorClass', format('%I.%I', n.nspname, o.opcname), NULL, 'pg_opclass'::regclass, o.oid, false, 'is an operator class: only a superuser may make it'
    FROM pg_opclass o JOIN chosen n ON n.oid = o.opcnamespace
  UNION ALL SELECT 'OperatorFamily', format('%I.%I', n.nspname, o.opfname), NULL, 'pg_opfamily'::regclass, o.oid, false, 'is an operator family: only a superuser may make it'
    FROM pg_opfamily o JOIN chosen n ON n.oid = o.opfnamespace
  UNION ALL SELECT 'TextSearchTemplate', format('%I.%I', n.nspname, o.tmplname), o.tmplname, 'pg_ts_template'::regclass, o.oid, false, 'is a text search template: only a superuser may make it'
    FROM pg_ts_template o JOIN chosen n ON n.oid = o.tmplnamespace
  UNION ALL SELECT 'TextSearchParser', format('%I.%I', n.nspname, o.prsname), o.prsname, 'pg_ts_parser'::regclass, o.oid, false, 'is a text search parser: only a superuser may make it'
    FROM pg_ts_parser o JOIN chosen n ON n.oid = o.prsnamespace
  UNION ALL SELECT 'TextSearchDictionary', format('%I.%I', n.nspname, d.dictname), d.dictname, 'pg_ts_dict'::regclass, d.oid, true,
         'reads a file that is on the source''s disk only: ' || f.option[1]
    FROM pg_ts_dict d JOIN chosen n ON n.oid = d.dictnamespace
    CROSS JOIN LATERAL (SELECT option FROM regexp_matches(d.dictinitoption, '((?:dictfile|afffile|stopwords|synonyms)\s*=\s*''[^'']*'')', 'gi') option) f
    WHERE f.option[1] !~* 'stopwords\s*=\s*''(danish|dutch|english|finnish|french|german|hungarian|italian|nepali|norwegian|portuguese|russian|spanish|swedish|turkish)'''
  UNION ALL SELECT 'BaseType', format('%I.%I', n.nspname, t.typname), t.typname, 'pg_type'::regclass, t.oid, false, 'is a base type: only a superuser may make it'
    FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace WHERE t.typtype = 'b' AND t.typelem = 0
  UNION ALL SELECT 'Language', format('%I', l.lanname), NULL, 'pg_language'::regclass, l.oid, false, 'is a language without an extension: only a superuser may make it'
    FROM pg_language l WHERE l.oid >= 16384
  UNION ALL SELECT 'EventTrigger', format('%I', e.evtname), NULL, 'pg_event_trigger'::regclass, e.oid, true,
         'is an event trigger: it would fire while the schema is copied'
    FROM pg_event_trigger e WHERE e.evtname NOT LIKE 'awsdms\_%'
  UNION ALL SELECT 'Publication', format('%I', p.pubname), NULL, 'pg_publication'::regclass, p.oid, false, 'is a publication of all tables, of whole schemas or of tables that are not copied'
    FROM pg_publication p
    WHERE p.pubname NOT LIKE 'awsdms\_%' AND (p.puballtables OR NOT EXISTS (SELECT 1 FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
      JOIN chosen n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid))
  UNION ALL SELECT 'Subscription', format('%I', s.subname), NULL, 'pg_subscription'::regclass, s.oid, false, 'is a subscription: its login is not copied'
    FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())),
told AS (SELECT u.* FROM uncopied u WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = u.classid AND x.objid = u.objid))
