/** The only place that speaks SQL. It knows nothing of Kubernetes or AWS, and its callers choose the threads. */
package dev.replatform.postgres;
