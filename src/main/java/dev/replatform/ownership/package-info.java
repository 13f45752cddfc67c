/** Who owns what in AWS: owner tags, derived names, allow tags. */
package dev.replatform.ownership;
