/** The kind Migration: the journey of a PostgreSQL database onto RDS with AWS DMS. */
package dev.replatform.migration;
