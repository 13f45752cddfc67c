/** What people and probes see of a running operator: health, metrics, events, logs. */
package dev.replatform.operations;
