-- What will hold for objects that owners of today's objects make tomorrow; on the target they are one owner's.
SELECT format('%s on %s%s %s %s', o.verb, k.kind, ' in ' || n.nspname, x.privilege_type, who.name) AS key,
       format('ALTER DEFAULT PRIVILEGES%s %s %s ON %s %s %s%s', ' IN SCHEMA ' || quote_ident(n.nspname), o.verb, x.privilege_type, k.kind,
              CASE o.verb WHEN 'GRANT' THEN 'TO' ELSE 'FROM' END, who.name, CASE WHEN o.verb = 'GRANT' AND x.is_grantable THEN ' WITH GRANT OPTION' END) AS statement
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL (SELECT CASE WHEN d.defaclnamespace = 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS at_first) f
CROSS JOIN LATERAL (VALUES ('GRANT', d.defaclacl, f.at_first), ('REVOKE', f.at_first, d.defaclacl)) o (verb, these, those)
CROSS JOIN LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS kind) k
CROSS JOIN LATERAL aclexplode(o.these) x
CROSS JOIN LATERAL (SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS name) who
WHERE x.grantee <> d.defaclrole AND (d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT oid FROM chosen))
  AND d.defaclrole IN (SELECT relowner FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace IN (SELECT oid FROM chosen))
  AND NOT EXISTS (SELECT 1 FROM aclexplode(o.those) y WHERE y.grantee = x.grantee AND y.privilege_type = x.privilege_type)
