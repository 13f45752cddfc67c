SELECT key, statement FROM revokes WHERE kind <> 'SCHEMA'
