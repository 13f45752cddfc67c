-- Dictionaries; one whose files the target lacks is refused there.
SELECT format('%I.%I', n.nspname, d.dictname) AS key,
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname, ', ' || d.dictinitoption) AS statement
FROM pg_ts_dict d JOIN chosen n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_ts_dict'::regclass AND x.objid = d.oid)
