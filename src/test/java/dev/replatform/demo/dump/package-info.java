/** A user's own {@code pg_dump}, read as psql would read it, for the rehearsal with their database. */
package dev.replatform.demo.dump;
