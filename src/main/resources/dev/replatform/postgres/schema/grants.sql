-- What others than the owner may do beyond what everybody may from the start.
SELECT format('%s on %s %s%s to %s', string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type), lower(a.kind), a.object, a.part, who.name) AS key,
       format('GRANT %s ON %s %s TO %s%s', string_agg(x.privilege_type || a.part, ', ' ORDER BY x.privilege_type), a.kind, a.object, who.name,
              CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END) AS statement
FROM acls a CROSS JOIN LATERAL aclexplode(a.acl) x
CROSS JOIN LATERAL (SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS name) who
WHERE x.grantee <> a.owner
  AND NOT EXISTS (SELECT 1 FROM aclexplode(a.at_first) f WHERE f.grantee = x.grantee AND f.privilege_type = x.privilege_type AND f.is_grantable = x.is_grantable)
  AND NOT EXISTS (SELECT 1 FROM extension_objects e WHERE e.classid = a.classid AND e.objid = a.objid)
GROUP BY a.kind, a.object, a.part, who.name, x.is_grantable
