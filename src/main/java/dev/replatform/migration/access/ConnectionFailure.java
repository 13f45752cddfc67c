package dev.replatform.migration.access;

import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.secrets.Login;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why DMS cannot connect to an end, in words that say what to do. DMS hands on what PostgreSQL or libpq said, in a frame of its own: <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Troubleshooting.html">troubleshooting</a>; PostgreSQL's texts stand in its
 * {@code auth.c} and {@code fe-connect.c}.
 *
 * @param name {@code source} or {@code target}
 * @param address as the endpoint has it
 * @param user who DMS is there
 * @param from the private addresses of the replication instance
 * @param fromGroups its security groups
 */
public record ConnectionFailure(
        String name, PostgresAddress address, String user, List<String> from, List<String> fromGroups) {
    /** DMS's frame around the text. */
    private static final Pattern FRAME = Pattern.compile("(?s)^.*?\\bMessage: (?!.*\\bMessage: )");

    private static final List<Rule> RULES = List.of(
            rule(
                    "no pg_hba\\.conf entry for (?:replication connection from )?host \"([^\"]+)\".*(?:no encryption|SSL off)",
                    (it, found) -> it.isTarget()
                            ? "the target takes encrypted connections only: set spec.target.sslMode to require"
                            : it.noLine(found.group(1))),
            rule(
                    "no pg_hba\\.conf entry for (?:replication connection from )?host \"([^\"]+)\"",
                    (it, found) -> it.noLine(found.group(1))),
            rule(
                    "pg_hba\\.conf rejects (?:replication )?connection for host \"([^\"]+)\"",
                    (it, found) ->
                            "a line of pg_hba.conf rejects the replication instance: put this line above it, and reload: "
                                    + it.line(found.group(1))),
            rule(
                    "password authentication failed for user",
                    (it, found) ->
                            "the password of role %s is another one than the Secret's: ALTER ROLE, or change the Secret"
                                    .formatted(it.user())),
            rule(
                    "role \"[^\"]+\" does not exist",
                    (it, found) -> "role %s does not exist: CREATE ROLE, or change the Secret".formatted(it.user())),
            rule("is not permitted to log in", (it, found) -> "role %s may not log in: ALTER ROLE ... LOGIN"
                    .formatted(it.user())),
            rule(
                    "database \"[^\"]+\" does not exist",
                    (it, found) -> "database %s does not exist: create it, or correct its name"
                            .formatted(it.address().database())),
            rule("permission denied for database", (it, found) -> "role %s may not connect: GRANT CONNECT ON DATABASE"
                    .formatted(it.user())),
            rule(
                    "does not support SSL, but SSL was required",
                    (it, found) ->
                            "the server has no TLS and the endpoint asks for it: switch ssl on at the server and restart it, or set spec.%s.sslMode to none"
                                    .formatted(it.name())),
            rule(
                    "certificate verify failed",
                    (it, found) ->
                            "the server's certificate is not one that DMS trusts: give the server one that it does"),
            rule(
                    "too many connections|remaining connection slots are reserved|sorry, too many clients",
                    (it, found) ->
                            "the server has no connection left: raise max_connections, or the limit of role or database, or end sessions that nobody needs"),
            rule(
                    "could not translate host name|Name or service not known",
                    (it, found) ->
                            "the replication instance's VPC does not know the name %s: give its private IP address, or a name of a zone that the VPC resolves"
                                    .formatted(it.address().host())),
            rule(
                    "Connection refused",
                    (it, found) ->
                            "nothing listens at %s:%d: start PostgreSQL, and let listen_addresses hold that address"
                                    .formatted(it.address().host(), it.address().port())),
            rule(
                    "timeout expired|Connection timed out|No route to host|Network is unreachable",
                    (it, found) ->
                            "no packet comes through to %s:%d: let %s (%s) in to it in the security group of the %s; then look at network ACLs, routes and the machine's own firewall"
                                    .formatted(
                                            it.address().host(),
                                            it.address().port(),
                                            String.join(", ", it.from()),
                                            it.fromGroups().isEmpty()
                                                    ? "no security group"
                                                    : String.join(", ", it.fromGroups()),
                                            it.name())),
            rule(
                    "the database system is (?:starting up|shutting down|in recovery mode)",
                    (it, found) -> "the server is starting or stopping: it is tested again"));

    private record Rule(Pattern pattern, BiFunction<ConnectionFailure, Matcher, String> explanation) {}

    private static Rule rule(String pattern, BiFunction<ConnectionFailure, Matcher, String> explanation) {
        return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), explanation);
    }

    /** @param name {@code source} or {@code target} */
    public static ConnectionFailure of(String name, PostgresAddress address, Login login, Instance instance) {
        return new ConnectionFailure(
                name, address, login.username(), instance.privateIps(), instance.securityGroupIds());
    }

    /**
     * @param text of DMS, as {@code DescribeConnections} tells it; null where it says nothing
     * @return what it means, with what DMS said
     */
    public String explained(String text) {
        var said = text == null || text.isBlank()
                ? "nothing"
                : FRAME.matcher(text).replaceFirst("").strip();
        for (var rule : RULES) {
            var found = rule.pattern().matcher(said);
            if (found.find()) {
                return "DMS cannot connect to the %s: %s (DMS says: %s)"
                        .formatted(name, rule.explanation().apply(this, found), said);
            }
        }
        return "DMS cannot connect to the %s; it says: %s".formatted(name, said);
    }

    private boolean isTarget() {
        return name.equals("target");
    }

    private String noLine(String host) {
        return "no line of pg_hba.conf lets the replication instance in: add this one above every line that rejects, and reload: "
                + line(host);
    }

    private String line(String host) {
        return PgHbaLines.of(address.sslMode(), address.database(), user, List.of(host))
                .get(0);
    }
}
