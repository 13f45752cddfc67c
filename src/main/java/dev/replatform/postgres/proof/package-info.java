/**
 * Proves row by row, while the application writes, that the target holds what the source holds: each row is compared once on
 * a pass over its table, and again after each change that the witness tells.
 */
package dev.replatform.postgres.proof;
