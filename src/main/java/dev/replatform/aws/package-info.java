/** The only place that knows the AWS SDK: one final class a service, small records in and out. */
package dev.replatform.aws;
