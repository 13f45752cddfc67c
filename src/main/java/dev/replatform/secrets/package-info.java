/** Kubernetes Secrets: read by name when an object is observed, never listed, never watched. */
package dev.replatform.secrets;
