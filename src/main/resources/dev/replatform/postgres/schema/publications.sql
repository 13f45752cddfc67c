-- Publications of tables that are copied. All tables and whole schemas are the superuser's to publish.
SELECT format('%I', p.pubname) AS key,
       format('CREATE PUBLICATION %I FOR TABLE %s WITH (publish = %L, publish_via_partition_root = %s)', p.pubname, t.list,
              concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
                        CASE WHEN p.pubtruncate THEN 'truncate' END), coalesce(to_jsonb(p) ->> 'pubviaroot', 'false')) AS statement
FROM pg_publication p CROSS JOIN LATERAL (
  SELECT string_agg(format('ONLY %I.%I%s%s', n.nspname, c.relname,
           (SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND to_jsonb(r) -> 'prattrs' @> to_jsonb(a.attnum) HAVING count(*) > 0),
           (SELECT format(' WHERE (%s)', to_jsonb(v) ->> 'rowfilter') FROM pg_publication_tables v
              WHERE v.pubname = p.pubname AND v.schemaname = n.nspname AND v.tablename = c.relname AND to_jsonb(v) ->> 'rowfilter' IS NOT NULL)), ', ') AS list
  FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN chosen n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid) t
WHERE NOT p.puballtables AND t.list IS NOT NULL AND p.pubname NOT LIKE 'awsdms\_%'
