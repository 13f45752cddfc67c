-- What owners have taken from themselves: at the switch, as the operator and DMS act as the owner.
SELECT format('%s on %s %s', string_agg(f.privilege_type, ', ' ORDER BY f.privilege_type), lower(a.kind), a.object) AS key,
       format('REVOKE %s ON %s %s FROM CURRENT_USER', string_agg(f.privilege_type, ', ' ORDER BY f.privilege_type), a.kind, a.object) AS statement
FROM acls a CROSS JOIN LATERAL aclexplode(a.at_first) f
WHERE f.grantee = a.owner AND a.kind <> 'SCHEMA'
  AND NOT EXISTS (SELECT 1 FROM aclexplode(a.acl) x WHERE x.grantee = a.owner AND x.privilege_type = f.privilege_type)
  AND NOT EXISTS (SELECT 1 FROM extension_objects e WHERE e.classid = a.classid AND e.objid = a.objid)
GROUP BY a.kind, a.object
