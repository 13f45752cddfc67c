SELECT nspname AS key, format('CREATE SCHEMA %I', nspname) AS statement FROM chosen
