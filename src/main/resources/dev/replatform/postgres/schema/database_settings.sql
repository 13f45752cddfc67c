-- What every session of the database begins with. Read-only is left to the fence.
SELECT c.setting AS key,
       format('DO %L', format('BEGIN EXECUTE format(%L, current_database()); END', format('ALTER DATABASE %%I SET %s TO %s', v.name, replace(v.value, '%', '%%')))) AS statement
FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c (setting)
CROSS JOIN LATERAL (SELECT split_part(c.setting, '=', 1) AS name, substr(c.setting, strpos(c.setting, '=') + 1) AS raw) p
CROSS JOIN LATERAL (SELECT quote_ident(p.name) AS name, CASE WHEN p.name IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')
  THEN coalesce(nullif(nullif(p.raw, ''), '""'), '''''') ELSE quote_literal(p.raw) END AS value) v
WHERE s.setrole = 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND p.name <> 'default_transaction_read_only'
