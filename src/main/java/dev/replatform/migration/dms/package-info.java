/** What a migration has in DMS: its instance, endpoints and task, their changes and removal, and the replication slot. */
package dev.replatform.migration.dms;
