/**
 * The four kinds as users write them and read them back: spec and status, nothing else. Optional means null here; defaults
 * are resolved in each kind's effective spec.
 */
package dev.replatform.api.v1alpha1;
