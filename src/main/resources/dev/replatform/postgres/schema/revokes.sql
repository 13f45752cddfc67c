-- What everybody may from the start and may not any more. Schema public has let everybody create until PostgreSQL 14.
SELECT format('%s on %s %s', f.privilege_type, lower(a.kind), a.object) AS key,
       format('REVOKE %s ON %s %s FROM PUBLIC', f.privilege_type, a.kind, a.object) AS statement
FROM acls a CROSS JOIN LATERAL (
  SELECT privilege_type FROM aclexplode(a.at_first) WHERE grantee = 0
  UNION SELECT 'CREATE' WHERE a.object = 'public' AND a.kind = 'SCHEMA') f
WHERE NOT EXISTS (SELECT 1 FROM aclexplode(a.acl) x WHERE x.grantee = 0 AND x.privilege_type = f.privilege_type)
  AND NOT EXISTS (SELECT 1 FROM extension_objects e WHERE e.classid = a.classid AND e.objid = a.objid)
