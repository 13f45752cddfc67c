-- Comments of every kind; a comment with another text is another comment.
SELECT i.kind || ' ' || i.identity || ': ' || md5(d.description) AS key,
       format('COMMENT ON %s %s IS %L', i.kind, i.identity, d.description) AS statement
FROM pg_description d
CROSS JOIN LATERAL (SELECT * FROM pg_identify_object(d.classoid, d.objoid, d.objsubid)) o
CROSS JOIN LATERAL (SELECT
  CASE WHEN o.type LIKE '% column' THEN 'COLUMN' WHEN o.type IN ('table constraint', 'domain constraint') THEN 'CONSTRAINT'
       WHEN o.type = 'composite type' THEN 'TYPE' WHEN o.type = 'statistics object' THEN 'STATISTICS' ELSE upper(o.type) END AS kind,
  CASE WHEN o.type = 'domain constraint' THEN regexp_replace(o.identity, ' on ', ' on DOMAIN ') ELSE o.identity END AS identity) i
WHERE (d.objoid >= 16384 OR (d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema'))
  AND (o.schema IN (SELECT quote_ident(nspname) FROM chosen) OR o.schema IN (SELECT nspname FROM chosen)
       OR (o.schema IS NULL AND (o.type IN ('cast', 'publication') OR (o.type = 'schema' AND d.objoid IN (SELECT oid FROM chosen))
           OR o.identity LIKE ANY (SELECT '% on ' || replace(replace(quote_ident(nspname), '%', '\%'), '_', '\_') || '.%' FROM chosen))))
  AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = d.classoid AND x.objid = d.objoid)
