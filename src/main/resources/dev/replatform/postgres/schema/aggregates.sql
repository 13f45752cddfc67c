-- Aggregates of the application's own, every option that is not the default one.
SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS key,
       format('CREATE AGGREGATE %I.%I(%s) (%s)', n.nspname, p.proname,
         CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
         concat_ws(', ', 'SFUNC = ' || f.sfunc, format('STYPE = %s', format_type(a.aggtranstype, NULL)),
           CASE WHEN a.aggtransspace <> 0 THEN format('SSPACE = %s', a.aggtransspace) END,
           'FINALFUNC = ' || f.finalfunc, CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
           CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
             THEN 'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
           'COMBINEFUNC = ' || f.combinefunc, 'SERIALFUNC = ' || f.serialfunc, 'DESERIALFUNC = ' || f.deserialfunc,
           'INITCOND = ' || quote_literal(a.agginitval),
           'MSFUNC = ' || f.msfunc, 'MINVFUNC = ' || f.minvfunc,
           CASE WHEN a.aggmtranstype <> 0 THEN format('MSTYPE = %s', format_type(a.aggmtranstype, NULL)) END,
           CASE WHEN a.aggmtransspace <> 0 THEN format('MSSPACE = %s', a.aggmtransspace) END,
           'MFINALFUNC = ' || f.mfinalfunc, CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
           CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
             THEN 'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
           'MINITCOND = ' || quote_literal(a.aggminitval),
           (SELECT format('SORTOP = OPERATOR(%I.%s)', onsp.nspname, o.oprname) FROM pg_operator o JOIN pg_namespace onsp ON onsp.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
           CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
           CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END)) AS statement
FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace JOIN pg_aggregate a ON a.aggfnoid = p.oid
CROSS JOIN LATERAL (
  SELECT max(x.name) FILTER (WHERE x.oid = a.aggtransfn) AS sfunc, max(x.name) FILTER (WHERE x.oid = a.aggfinalfn) AS finalfunc,
         max(x.name) FILTER (WHERE x.oid = a.aggcombinefn) AS combinefunc, max(x.name) FILTER (WHERE x.oid = a.aggserialfn) AS serialfunc,
         max(x.name) FILTER (WHERE x.oid = a.aggdeserialfn) AS deserialfunc, max(x.name) FILTER (WHERE x.oid = a.aggmtransfn) AS msfunc,
         max(x.name) FILTER (WHERE x.oid = a.aggminvtransfn) AS minvfunc, max(x.name) FILTER (WHERE x.oid = a.aggmfinalfn) AS mfinalfunc
  FROM (SELECT q.oid, format('%I.%I', qn.nspname, q.proname) AS name FROM pg_proc q JOIN pg_namespace qn ON qn.oid = q.pronamespace
        WHERE q.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)) x) f
WHERE NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid)
