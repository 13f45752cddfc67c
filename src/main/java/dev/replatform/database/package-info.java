/** The kind Database: an RDS PostgreSQL instance. */
package dev.replatform.database;
