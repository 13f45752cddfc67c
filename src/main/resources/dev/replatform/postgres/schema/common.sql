-- What the queries of this folder share; the only argument is the chosen schemas, joined by U+0001.
WITH RECURSIVE chosen AS (SELECT oid, nspname FROM pg_namespace WHERE nspname::text = ANY (string_to_array(?, chr(1)))),
extension_objects AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
-- What a domain stands on in the end, however many domains stand on each other.
base_types AS (
  SELECT oid AS type, oid AS base, -1 AS typmod FROM pg_type WHERE typtype <> 'd'
  UNION ALL
  SELECT d.oid, b.base, CASE WHEN d.typtypmod = -1 THEN b.typmod ELSE d.typtypmod END
  FROM pg_type d JOIN base_types b ON b.type = d.typbasetype WHERE d.typtype = 'd'),
-- Primary keys, and the index of REPLICA IDENTITY USING INDEX: what tells rows apart in the change stream.
early_keys AS (
  SELECT i.indrelid, i.indexrelid, k.oid AS constraint_oid, i.indkey, i.indisreplident AND c.relreplident = 'i' AS is_identity
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u')
  WHERE i.indisprimary OR (i.indisreplident AND c.relreplident = 'i')),
key_columns AS (
  SELECT a.attrelid, a.attnum FROM early_keys k JOIN pg_attribute a ON a.attrelid = k.indrelid AND a.attnum = ANY (k.indkey)),
-- What DMS moves as a LOB. A varchar without a length is none by the guide, and takes NULL for a while all the same.
-- https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes
lob_types AS (
  SELECT b.type, t.typname = 'varchar' AS is_sized_by_a_setting
  FROM base_types b JOIN pg_type t ON t.oid = b.base
  WHERE t.typname IN ('text', 'json', 'jsonb', 'bytea', 'xml', 'citext', 'hstore', 'tsvector', 'tsquery', 'path', 'polygon',
                      'geometry', 'geography', 'raster')
     OR t.typcategory = 'A' OR t.typtype = 'c' OR (t.typname = 'varchar' AND b.typmod = -1)),
lob_columns AS NOT MATERIALIZED (
  SELECT a.attrelid, a.attnum, l.is_sized_by_a_setting FROM pg_attribute a JOIN lob_types l ON l.type = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND (a.atttypmod = -1 OR NOT l.is_sized_by_a_setting)),
-- What is NULL between DMS's INSERT of a row and its UPDATE of the LOBs, with all that PostgreSQL computes from it.
momentary_nulls AS NOT MATERIALIZED (
  SELECT attrelid, attnum FROM lob_columns
  UNION ALL SELECT attrelid, attnum FROM pg_attribute WHERE attgenerated <> '' AND NOT attisdropped),
not_null_lobs AS (
  SELECT n.nspname, c.relname, a.attname, a.attnotnull, names.check_name, coalesce(k.convalidated, false) AS check_is_valid,
         k.oid IS NOT NULL AS has_check
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
  JOIN momentary_nulls lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
  CROSS JOIN LATERAL (SELECT 'replatform_not_null_' || left(md5(a.attname), 12) AS check_name) names
  LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'c' AND k.conname = names.check_name AND k.conislocal
  WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'awsdms\_%' AND (a.attnotnull OR k.oid IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM key_columns WHERE key_columns.attrelid = a.attrelid AND key_columns.attnum = a.attnum)
    AND NOT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname AND p.attnotnull
                    WHERE i.inhrelid = a.attrelid)
    AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)),
-- Checks that a NULL for a moment can break: they wait for the switch. One without columns, or of the whole row, may read any.
waiting_checks AS (
  SELECT k.oid FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0 AND (
    coalesce(cardinality(k.conkey), 0) = 0 OR 0 = ANY (k.conkey)
    OR EXISTS (SELECT 1 FROM momentary_nulls m WHERE m.attrelid = k.conrelid AND m.attnum = ANY (k.conkey)))),
-- Domains of such columns, and the domains that those stand on: their constraints wait as well.
domain_steps AS (
  SELECT oid AS domain, oid AS over FROM pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT s.domain, d.typbasetype FROM domain_steps s JOIN pg_type d ON d.oid = s.over AND d.typtype = 'd'),
waiting_domains AS (
  SELECT DISTINCT s.over AS oid FROM domain_steps s JOIN pg_type d ON d.oid = s.over AND d.typtype = 'd'
  JOIN pg_attribute a ON a.atttypid = s.domain JOIN momentary_nulls m ON m.attrelid = a.attrelid AND m.attnum = a.attnum
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')),
-- Who may do what, object by object, beside what everybody may from the start.
acls AS (
  SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, format('%I.%I', n.nspname, c.relname) AS object, ''::text AS part,
         c.relowner AS owner, coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)) AS acl,
         acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS at_first, 'pg_class'::regclass AS classid, c.oid AS objid
    FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relname NOT LIKE 'awsdms\_%'
  UNION ALL
  SELECT 'TABLE', format('%I.%I', n.nspname, c.relname), format(' (%I)', a.attname), c.relowner, a.attacl, NULL, 'pg_class'::regclass, c.oid
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL
  SELECT 'ROUTINE', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), '', p.proowner,
         coalesce(p.proacl, acldefault('f', p.proowner)), acldefault('f', p.proowner), 'pg_proc'::regclass, p.oid
    FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace WHERE p.proname NOT LIKE 'awsdms\_%'
  UNION ALL
  SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, format('%I.%I', n.nspname, t.typname), '', t.typowner,
         t.typacl, acldefault('T', t.typowner), 'pg_type'::regclass, t.oid
    FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL
  UNION ALL
  SELECT 'SCHEMA', format('%I', n.nspname), '', n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner)),
         coalesce(i.initprivs, acldefault('n', n.nspowner)), 'pg_namespace'::regclass, n.oid
    FROM pg_namespace n JOIN chosen USING (oid)
    LEFT JOIN pg_init_privs i ON i.objoid = n.oid AND i.classoid = 'pg_namespace'::regclass AND i.objsubid = 0),
-- What others than the owner may do beyond what everybody may from the start; but those who replicate or may do all.
grants AS (
  SELECT a.kind, max(CASE WHEN x.grantee <> 0 THEN pg_get_userbyid(x.grantee)::text END) AS role, format('%s on %s %s%s to %s', string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type), lower(a.kind), a.object, a.part, who.name) AS key,
         format('GRANT %s ON %s %s TO %s%s', string_agg(x.privilege_type || a.part, ', ' ORDER BY x.privilege_type), a.kind, a.object, who.name,
                CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END) AS statement
  FROM acls a CROSS JOIN LATERAL aclexplode(a.acl) x
  CROSS JOIN LATERAL (SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS name) who
  WHERE x.grantee <> a.owner AND x.grantee NOT IN (SELECT oid FROM pg_roles WHERE rolreplication OR rolsuper)
    AND NOT EXISTS (SELECT 1 FROM aclexplode(a.at_first) f WHERE f.grantee = x.grantee AND f.privilege_type = x.privilege_type AND f.is_grantable = x.is_grantable)
    AND NOT EXISTS (SELECT 1 FROM extension_objects e WHERE e.classid = a.classid AND e.objid = a.objid)
  GROUP BY a.kind, a.object, a.part, who.name, x.is_grantable),
-- What everybody may from the start and may not any more. Schema public has let everybody create until PostgreSQL 14.
revokes AS (
  SELECT a.kind, format('%s on %s %s', f.privilege_type, lower(a.kind), a.object) AS key,
         format('REVOKE %s ON %s %s FROM PUBLIC', f.privilege_type, a.kind, a.object) AS statement
  FROM acls a CROSS JOIN LATERAL (
    SELECT privilege_type FROM aclexplode(a.at_first) WHERE grantee = 0
    UNION SELECT 'CREATE' WHERE a.object = 'public' AND a.kind = 'SCHEMA') f
  WHERE NOT EXISTS (SELECT 1 FROM aclexplode(a.acl) x WHERE x.grantee = 0 AND x.privilege_type = f.privilege_type)
    AND NOT EXISTS (SELECT 1 FROM extension_objects e WHERE e.classid = a.classid AND e.objid = a.objid))
