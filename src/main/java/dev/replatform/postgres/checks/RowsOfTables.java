package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TablePatterns;
import java.time.Duration;
import java.util.List;

/**
 * What the checks look at that read rows: they run as a job, and not at each look.
 *
 * @param source as the operator's role
 * @param tables whose rows move
 * @param patterns which tables those are
 * @param longest how long one table may take
 */
public record RowsOfTables(Session source, List<SourceTable> tables, TablePatterns patterns, Duration longest) {}
