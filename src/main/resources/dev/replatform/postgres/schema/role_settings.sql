-- What a role's sessions begin with, in this database or in all. Lists stand as PostgreSQL keeps them: quoted already.
SELECT format('%I%s %s', r.rolname, CASE WHEN s.setdatabase <> 0 THEN ' in this database' END, c.setting) AS key,
       format('DO %L', format('BEGIN EXECUTE format(%L, current_database()); END',
         format('ALTER ROLE %s%s SET %s TO %s', replace(quote_ident(r.rolname), '%', '%%'), CASE WHEN s.setdatabase <> 0 THEN ' IN DATABASE %I' END,
                v.name, replace(v.value, '%', '%%')))) AS statement
FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) c (setting)
CROSS JOIN LATERAL (SELECT split_part(c.setting, '=', 1) AS name, substr(c.setting, strpos(c.setting, '=') + 1) AS raw) p
CROSS JOIN LATERAL (SELECT quote_ident(p.name) AS name, CASE WHEN p.name IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')
  THEN coalesce(nullif(nullif(p.raw, ''), '""'), '''''') ELSE quote_literal(p.raw) END AS value) v
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND r.rolname NOT LIKE 'pg\_%' AND r.rolname NOT LIKE 'rds%' AND NOT r.rolsuper
