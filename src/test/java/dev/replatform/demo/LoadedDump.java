package dev.replatform.demo;

import dev.replatform.demo.dump.SqlDump;
import java.time.Duration;

/**
 * The user's database as it came out of the dump.
 *
 * @param report what its load said
 * @param contents what stood in it then, before anybody else added something
 * @param took how long the load took
 */
public record LoadedDump(SqlDump.Report report, BoxContents contents, Duration took) {}
