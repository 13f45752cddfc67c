/** The way out of the cluster: proxies, and the authorities that are trusted besides the JVM's own. */
package dev.replatform.network;
