-- For each table a query that counts, by column, values for which DMS has no room. One look at all rows.
SELECT n.nspname AS schema, c.relname AS table,
       format('SELECT concat_ws(chr(1), %s) FROM ONLY %I.%I',
         string_agg(format('CASE WHEN count(*) FILTER (WHERE %2$s) > 0 THEN concat_ws(chr(2), %1$L, %3$L, count(*) FILTER (WHERE %2$s)) END',
                           a.attname, odd.condition, odd.kind), ', ' ORDER BY a.attnum, odd.kind),
         n.nspname, c.relname) AS statement
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
JOIN base_types b ON b.type = a.atttypid JOIN pg_type t ON t.oid = b.base
CROSS JOIN LATERAL (
  SELECT 'infinity' AS kind, format('NOT isfinite(%I)', a.attname) AS condition WHERE t.typname IN ('date', 'timestamp', 'timestamptz')
  UNION ALL SELECT 'years before Christ', format('isfinite(%1$I) AND %1$I < ''0001-01-01''', a.attname) WHERE t.typname IN ('date', 'timestamp', 'timestamptz')
  UNION ALL SELECT 'years after 9999', format('isfinite(%1$I) AND %1$I >= ''10000-01-01''', a.attname) WHERE t.typname IN ('date', 'timestamp', 'timestamptz')
  UNION ALL SELECT 'the time 24:00', format('%I = ''24:00''', a.attname) WHERE t.typname = 'time'
  UNION ALL SELECT 'NaN or infinity', format('%I::text IN (''NaN'', ''Infinity'', ''-Infinity'')', a.attname) WHERE t.typname = 'numeric'
  UNION ALL SELECT 'more than 28 digits',
      format('length(ltrim(replace(CASE WHEN %1$I::text LIKE ''%%.%%'' THEN rtrim(%1$I::text, ''0'') ELSE %1$I::text END, ''.'', ''''), ''-0'')) > 28', a.attname)
    WHERE t.typname = 'numeric' AND coalesce(nullif(a.atttypmod, -1), b.typmod) = -1) odd
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY n.nspname, c.relname
