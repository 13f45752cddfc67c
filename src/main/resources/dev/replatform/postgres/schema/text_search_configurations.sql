-- Configurations with the dictionaries of each kind of word, all in one item: half a configuration finds half of the words.
SELECT format('%I.%I', n.nspname, c.cfgname) AS key,
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname)
         || coalesce((SELECT string_agg(format('; ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, c.cfgname, m.alias, m.dictionaries), '' ORDER BY m.token)
              FROM (SELECT m.maptokentype AS token, w.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno) AS dictionaries
                    FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) w ON w.tokid = m.maptokentype
                      JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                    WHERE m.mapcfg = c.oid GROUP BY m.maptokentype, w.alias) m), '') AS statement
FROM pg_ts_config c JOIN chosen n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_ts_config'::regclass AND x.objid = c.oid)
