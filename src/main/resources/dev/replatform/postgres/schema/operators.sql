-- Operators; one that another names before it is made stands as a shell without a function, and is not there yet.
SELECT format('%I.%s(%s, %s)', n.nspname, o.oprname, coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'),
              coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')) AS key,
       format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ',
         (SELECT format('FUNCTION = %I.%I', pn.nspname, p.proname) FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = o.oprcode),
         'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL), 'RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL),
         (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprcom),
         (SELECT format('NEGATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprnegate),
         (SELECT format('RESTRICT = %I.%I', pn.nspname, p.proname) FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = o.oprrest),
         (SELECT format('JOIN = %I.%I', pn.nspname, p.proname) FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = o.oprjoin),
         CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)) AS statement
FROM pg_operator o JOIN chosen n ON n.oid = o.oprnamespace
WHERE o.oprcode <> 0 AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_operator'::regclass AND x.objid = o.oid)
