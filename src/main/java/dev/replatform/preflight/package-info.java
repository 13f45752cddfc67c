/** What a check is, and what it finds. The checks themselves are in the rooms that can look: see PreflightCatalogue. */
package dev.replatform.preflight;
