/** What is told: conditions, reasons, problems. */
package dev.replatform.status;
