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
lob_columns AS (
  SELECT a.attrelid, a.attnum, l.is_sized_by_a_setting FROM pg_attribute a JOIN lob_types l ON l.type = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND (a.atttypmod = -1 OR NOT l.is_sized_by_a_setting)),
not_null_lobs AS (
  SELECT n.nspname, c.relname, a.attname, a.attnotnull, names.check_name, coalesce(k.convalidated, false) AS check_is_valid,
         k.oid IS NOT NULL AS has_check
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
  JOIN lob_columns lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
  CROSS JOIN LATERAL (SELECT 'replatform_not_null_' || left(md5(a.attname), 12) AS check_name) names
  LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'c' AND k.conname = names.check_name
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'awsdms\_%'
    AND NOT EXISTS (SELECT 1 FROM key_columns WHERE key_columns.attrelid = a.attrelid AND key_columns.attnum = a.attnum)),
-- Domains over what DMS moves as a LOB: their constraints refuse the NULL that it inserts first.
lob_domains AS (
  SELECT d.oid, n.nspname, d.typname, d.typnotnull FROM pg_type d JOIN chosen n ON n.oid = d.typnamespace
  JOIN lob_types l ON l.type = d.oid
  WHERE d.typtype = 'd' AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_type'::regclass AND x.objid = d.oid))
