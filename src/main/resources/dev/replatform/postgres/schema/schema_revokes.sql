-- Of schemas, which may have stood on the target before and be the master's.
SELECT key, statement FROM revokes WHERE kind = 'SCHEMA'
