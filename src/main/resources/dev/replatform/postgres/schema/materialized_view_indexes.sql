SELECT format('%I.%I', n.nspname, ic.relname) AS key, pg_get_indexdef(i.indexrelid) AS statement
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN chosen n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
