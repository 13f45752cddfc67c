-- A partition becomes one when its own keys stand: PostgreSQL takes those for the parent's. One that comes late needs the
-- parent's checks first.
SELECT format('%I.%I of %I.%I', n.nspname, c.relname, pn.nspname, p.relname) AS key,
       coalesce((SELECT string_agg(format('ALTER TABLE ONLY %I.%I ADD CONSTRAINT %I %s; ', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)
          FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND NOT k.conislocal AND k.oid NOT IN (SELECT oid FROM waiting_checks)), '')
         || format('ALTER TABLE ONLY %I.%I ATTACH PARTITION %I.%I %s', pn.nspname, p.relname, n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)) AS statement
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace JOIN pg_inherits i ON i.inhrelid = c.oid
JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relispartition AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
ORDER BY c.oid
