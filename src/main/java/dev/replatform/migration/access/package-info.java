/** How the replication instance gets in: what its connection tests say, and the lines of pg_hba.conf that it needs. */
package dev.replatform.migration.access;
