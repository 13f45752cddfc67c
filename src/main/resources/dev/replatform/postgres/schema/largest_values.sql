-- For each table a query of its largest LOB as DMS counts it, in bytes, and of its largest varchar without a length. DMS counts
-- two bytes a character, four where one of them has four in UTF-8: such a value has at least three bytes more than characters.
-- https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes-LOBs
SELECT n.nspname AS schema, c.relname AS table,
       format('SELECT coalesce(greatest(%s), 0), coalesce(greatest(%s), 0) FROM ONLY %I.%I',
         coalesce(string_agg(
           CASE WHEN t.typname = 'bytea' THEN format('max(octet_length(%I))', a.attname)
                ELSE format('max(length(%1$I::text)::bigint * CASE WHEN octet_length(%1$I::text) >= length(%1$I::text) + 3 THEN 4 ELSE 2 END)', a.attname) END,
           ', ') FILTER (WHERE NOT l.is_sized_by_a_setting), '0'),
         coalesce(string_agg(format('max(octet_length(%I::text))', a.attname), ', ') FILTER (WHERE l.is_sized_by_a_setting), '0'),
         n.nspname, c.relname) AS statement
FROM lob_columns l JOIN pg_attribute a ON a.attrelid = l.attrelid AND a.attnum = l.attnum
JOIN base_types b ON b.type = a.atttypid JOIN pg_type t ON t.oid = b.base
JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' GROUP BY n.nspname, c.relname
