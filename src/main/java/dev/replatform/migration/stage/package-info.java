/** The stages of a migration, in order: each sees, plans and tells its own part. */
package dev.replatform.migration.stage;
