package dev.replatform.migration;

import dev.replatform.aws.AwsClients;
import dev.replatform.work.Jobs;

/**
 * With what the steps of a Migration are done.
 *
 * @param jobs for what takes long
 * @param cutovers for the one job that must not wait behind others
 * @param wake looks at the object again, now
 */
public record Means(AwsClients aws, Jobs jobs, Jobs cutovers, Runnable wake) {}
