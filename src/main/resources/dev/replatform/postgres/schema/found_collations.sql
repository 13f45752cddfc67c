-- PostgreSQL's own collations that columns, domains and indexes use; the operating system brings them, and each another set.
SELECT DISTINCT c.collname FROM pg_collation c WHERE c.collnamespace = 'pg_catalog'::regnamespace AND c.collname NOT IN ('default', 'C', 'POSIX', 'ucs_basic', 'unicode', 'und-x-icu')
  AND c.oid IN (SELECT a.attcollation FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid JOIN chosen n ON n.oid = r.relnamespace
                UNION SELECT t.typcollation FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
                UNION SELECT unnest(i.indcollation) FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid JOIN chosen n ON n.oid = r.relnamespace)
ORDER BY 1
