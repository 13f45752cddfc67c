package dev.replatform.migration.cutover;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.List;

/**
 * What is left to do after the switch.
 *
 * @param consumers the namespace's AppConfigs
 * @param cutover the job that fenced and switched goes on to open the target
 * @param opening the target is opened anew where that job was cut off
 * @param finishing what the schema gets beside the application
 * @param remaining what DMS still has
 */
public record CleanupFacts(
        Seen<List<AppConfig>> consumers,
        JobState cutover,
        JobState opening,
        JobState finishing,
        DmsResources remaining) {}
