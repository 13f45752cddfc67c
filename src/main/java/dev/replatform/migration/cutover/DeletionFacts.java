package dev.replatform.migration.cutover;

import dev.replatform.migration.dms.DmsResources;
import dev.replatform.work.JobState;

/**
 * What may still be under way when a Migration is deleted.
 *
 * @param cutover the job from fence to switch: it takes its fence back by itself, or ends it by the switch
 * @param opening the target is opened anew where that job was cut off
 * @param remaining what DMS still has
 * @param goesWithItsNamespace whether the namespace goes too, and the Secrets and the Database went before: nobody can make
 *     it possible to ask the two databases
 */
public record DeletionFacts(JobState cutover, JobState opening, DmsResources remaining, boolean goesWithItsNamespace) {}
