-- The tables whose rows move; of a partitioned table its partitions. Each with what tells its rows apart.
, unique_indexes AS (
  SELECT i.indrelid, ic.relname AS name, i.indisprimary, i.indisreplident, i.indimmediate, k.oid IS NOT NULL AS is_constraint,
         string_agg(a.attname, chr(1) ORDER BY place) AS columns, bool_and(a.attnotnull) AS is_not_null,
         coalesce(string_agg(a.attname, chr(1) ORDER BY place) FILTER (WHERE NOT lob.is_sized_by_a_setting), '') AS lobs
  FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
  LEFT JOIN lob_columns lob ON lob.attrelid = a.attrelid AND lob.attnum = a.attnum
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u')
  WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND place <= i.indnkeyatts
  GROUP BY i.indrelid, ic.relname, i.indisprimary, i.indisreplident, i.indimmediate, k.oid),
candidates AS (
  SELECT DISTINCT ON (indrelid) indrelid, name, is_constraint FROM unique_indexes
  WHERE NOT indisprimary AND indimmediate AND is_not_null AND lobs = '' ORDER BY indrelid, is_constraint, name),
lobs AS (
  SELECT a.attrelid, string_agg(a.attname, chr(1) ORDER BY a.attnum) AS names
  FROM lob_columns l JOIN pg_attribute a ON a.attrelid = l.attrelid AND a.attnum = l.attnum
  WHERE NOT l.is_sized_by_a_setting GROUP BY a.attrelid),
generated AS (
  SELECT attrelid, string_agg(attname, chr(1) ORDER BY attnum) AS names
  FROM pg_attribute WHERE attgenerated <> '' AND NOT attisdropped GROUP BY attrelid)
SELECT n.nspname AS schema, c.relname AS table, c.reltuples::bigint AS rows, c.relpersistence = 'u' AS is_unlogged,
       c.relrowsecurity AS has_row_security, coalesce(lobs.names, '') AS lobs, coalesce(generated.names, '') AS generated,
       c.relreplident AS identity, pk.name AS pk, pk.columns AS pk_columns, pk.lobs AS pk_lobs, pk.indimmediate AS pk_is_immediate,
       ri.name AS index, ri.columns AS index_columns, ri.lobs AS index_lobs,
       candidates.name AS candidate, candidates.is_constraint AS candidate_is_constraint
FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
LEFT JOIN unique_indexes pk ON pk.indrelid = c.oid AND pk.indisprimary
LEFT JOIN unique_indexes ri ON ri.indrelid = c.oid AND ri.indisreplident
LEFT JOIN candidates ON candidates.indrelid = c.oid
LEFT JOIN lobs ON lobs.attrelid = c.oid
LEFT JOIN generated ON generated.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relname NOT LIKE 'awsdms\_%'
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
ORDER BY 1, 2
