-- Settings of the database and of roles that only a superuser may make.
SELECT CASE WHEN s.setrole = 0 THEN 'DatabaseSetting' ELSE 'RoleSetting' END AS code,
       CASE WHEN s.setrole = 0 THEN c.setting ELSE format('%I in this database %s', pg_get_userbyid(s.setrole), c.setting) END AS object,
       'is a parameter that only a superuser may set' AS text, s.setrole = 0 AS blocks, 'set it in the target''s parameter group, or do without it' AS remedy
FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c (setting) LEFT JOIN pg_settings g ON g.name = split_part(c.setting, '=', 1)
WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND coalesce(g.context, 'superuser') <> 'user'
  AND (SELECT count(*) FROM chosen) > 0 ORDER BY 1, 2
