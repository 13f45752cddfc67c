/** Replatform: a Kubernetes operator that moves an application off its one EC2 box onto AWS managed services. */
package dev.replatform;
