/** What the preflight asks the two databases, one class a question. {@link dev.replatform.postgres.checks.PostgresChecks} lists them. */
package dev.replatform.postgres.checks;
