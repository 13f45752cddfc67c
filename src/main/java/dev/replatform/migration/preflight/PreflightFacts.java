package dev.replatform.migration.preflight;

import dev.replatform.postgres.SourceTable;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.List;

/**
 * What the preflight saw.
 *
 * @param tables whose rows move
 * @param findings what the checks found
 * @param measured job that reads the rows
 */
public record PreflightFacts(Seen<List<SourceTable>> tables, Seen<List<Finding>> findings, JobState measured) {}
