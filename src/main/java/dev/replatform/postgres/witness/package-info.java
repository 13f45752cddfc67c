/**
 * The operator's own replication slot on the source. It tells which rows changed, and is read and advanced with SQL functions
 * only: the slot is the queue, so that an operator that is killed loses nothing.
 */
package dev.replatform.postgres.witness;
