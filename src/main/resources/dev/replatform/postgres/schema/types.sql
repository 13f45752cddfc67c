-- Enums, domains, composite types and ranges. Constraints of a domain over what DMS moves as a LOB wait for the switch.
SELECT format('%I.%I', n.nspname, t.typname) AS key,
       CASE t.typtype
         WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
              (SELECT coalesce(string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder), '') FROM pg_enum e WHERE e.enumtypid = t.oid))
         WHEN 'd' THEN format('CREATE DOMAIN %I.%I AS %s%s%s%s%s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
              (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname) FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace
                JOIN pg_type b ON b.oid = t.typbasetype WHERE c.oid = t.typcollation AND t.typcollation <> b.typcollation),
              CASE WHEN t.typdefault IS NOT NULL THEN ' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) END,
              CASE WHEN t.typnotnull AND t.oid NOT IN (SELECT oid FROM waiting_domains) THEN
                (SELECT coalesce(max(format(' CONSTRAINT %I', k.conname)), '') FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n') || ' NOT NULL' END,
              (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')), '' ORDER BY k.conname)
                 FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated AND t.oid NOT IN (SELECT oid FROM waiting_domains)))
         WHEN 'c' THEN format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
              (SELECT coalesce(string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                        (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                           JOIN pg_type b ON b.oid = a.atttypid WHERE co.oid = a.attcollation AND a.attcollation <> b.typcollation)),
                        ', ' ORDER BY a.attnum), '')
                 FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
         WHEN 'r' THEN format('CREATE TYPE %I.%I AS RANGE (%s)', n.nspname, t.typname,
              (SELECT concat_ws(', ', format('SUBTYPE = %s', format_type(r.rngsubtype, NULL)),
                        (SELECT format('SUBTYPE_OPCLASS = %I.%I', on_.nspname, o.opcname) FROM pg_opclass o JOIN pg_namespace on_ ON on_.oid = o.opcnamespace
                           WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
                        (SELECT format('COLLATION = %I.%I', cn.nspname, c.collname) FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace
                           JOIN pg_type b ON b.oid = r.rngsubtype WHERE c.oid = r.rngcollation AND r.rngcollation <> b.typcollation),
                        (SELECT format('SUBTYPE_DIFF = %I.%I', pn.nspname, p.proname) FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace
                           WHERE p.oid = r.rngsubdiff),
                        'MULTIRANGE_TYPE_NAME = ' || (SELECT format('%I.%I', mn.nspname, m.typname) FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace
                           WHERE m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid))
                 FROM pg_range r WHERE r.rngtypid = t.oid))
       END AS statement
FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_type'::regclass AND x.objid = t.oid)
ORDER BY t.oid
