/** What is looked at before anything costs money. */
package dev.replatform.migration.preflight;
