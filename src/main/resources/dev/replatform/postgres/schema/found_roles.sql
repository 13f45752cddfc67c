-- Roles that policies, grants and settings name.
SELECT *, format('CREATE ROLE %I', role) AS statement FROM (
SELECT 'Policy' AS code, format('%I.%I %I', n.nspname, c.relname, p.polname) AS object, pg_get_userbyid(r)::text AS role, true AS blocks
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN chosen n ON n.oid = c.relnamespace CROSS JOIN LATERAL unnest(p.polroles) r WHERE r <> 0
UNION ALL SELECT 'Grant', g.key, g.role, false FROM grants g WHERE g.role IS NOT NULL
UNION ALL SELECT 'RoleSetting', format('%I in this database %s', r.rolname, c.setting), r.rolname, false
  FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) c (setting)
  WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND r.rolname NOT LIKE 'pg\_%' AND r.rolname NOT LIKE 'rds%' AND NOT r.rolsuper) named
ORDER BY 1, 2
