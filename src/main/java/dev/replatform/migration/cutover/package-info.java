/** The cutover: the token that approves it, the fence, the switch, the opening of the target. */
package dev.replatform.migration.cutover;
