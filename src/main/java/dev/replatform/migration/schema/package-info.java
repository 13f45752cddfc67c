/** The schema on the target, and the tables as they were when it was copied. */
package dev.replatform.migration.schema;
