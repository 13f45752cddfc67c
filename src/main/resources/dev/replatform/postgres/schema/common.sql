-- What the queries of this folder share; the only argument is the chosen schemas, joined by U+0001.
WITH chosen AS (SELECT oid, nspname FROM pg_namespace WHERE nspname::text = ANY (string_to_array(?, chr(1)))),
extension_objects AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
row_identities AS (
  SELECT DISTINCT ON (k.conrelid) k.oid, k.conrelid, k.conkey FROM pg_constraint k
  WHERE k.contype = 'p' OR (k.contype = 'u' AND NOT k.condeferrable AND NOT EXISTS (
    SELECT 1 FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull))
  ORDER BY k.conrelid, k.contype, k.conname),
key_columns AS (SELECT conrelid AS attrelid, unnest(conkey) AS attnum FROM row_identities),
lob_columns AS (
  SELECT a.attrelid, a.attnum FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND (
    coalesce(b.typname, t.typname) IN ('text', 'json', 'jsonb', 'bytea', 'xml', 'citext', 'hstore', 'tsvector')
    OR coalesce(b.typcategory, t.typcategory) = 'A'
    OR (coalesce(b.typname, t.typname) = 'varchar' AND coalesce(nullif(t.typtypmod, -1), a.atttypmod) = -1))),
not_null_lobs AS (
  SELECT n.nspname, c.relname, a.attname, a.attnotnull, names.check_name, coalesce(k.convalidated, false) AS check_is_valid,
         k.oid IS NOT NULL AS has_check
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
  JOIN lob_columns lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
  CROSS JOIN LATERAL (SELECT 'replatform_not_null_' || left(md5(a.attname), 12) AS check_name) names
  LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'c' AND k.conname = names.check_name
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'awsdms\_%'
    AND NOT EXISTS (SELECT 1 FROM key_columns WHERE key_columns.attrelid = a.attrelid AND key_columns.attnum = a.attnum))
