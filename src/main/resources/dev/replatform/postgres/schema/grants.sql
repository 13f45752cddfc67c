SELECT key, statement FROM grants WHERE kind <> 'SCHEMA'
