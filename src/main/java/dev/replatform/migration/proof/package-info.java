/** What proves that the target holds what the source holds: how far it is behind, and comparisons. */
package dev.replatform.migration.proof;
