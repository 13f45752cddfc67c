package dev.replatform.migration.preflight;

import dev.replatform.aws.Ec2Networks.Rule;
import dev.replatform.aws.Ec2Networks.SecurityGroup;
import dev.replatform.aws.Ec2Networks.Subnet;
import dev.replatform.migration.preflight.AwsView.Party;
import dev.replatform.network.AddressRange;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import dev.replatform.reconcile.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way from a replication instance to an end, as far as security groups keep it: out of one, into the other. Routes,
 * network ACLs and firewalls on the machine are not looked at: DMS's connection test tells of those. The operator's own way
 * needs no look at rules: its logins to both ends have been made by then.
 *
 * @param from the security groups of the replication instance
 * @param ranges the ranges in which its address lies
 */
record Way(Seen<List<SecurityGroup>> from, List<String> ranges, Party to) {
    static final String PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html";

    private static final String RIGHTS =
            "ec2:DescribeInstances, ec2:DescribeSecurityGroups and rds:DescribeDBInstances";
    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final String ALL_PROTOCOLS = "-1";
    private static final String TCP = "tcp";

    /** Whether rules let something pass. */
    private enum Passes {
        YES,
        NO,
        /** A rule names ranges that stand elsewhere. */
        PERHAPS
    }

    static Way of(AwsView at, Party to) {
        var subnets = at.network().subnets().value().orElse(List.of());
        var addresses = at.instance()
                .value()
                .map(instance ->
                        instance.privateIps().stream().map(ip -> ip + "/32").toList())
                .filter(ips -> !ips.isEmpty())
                .orElseGet(() -> subnets.stream().map(Subnet::cidr).toList());
        return new Way(at.network().groups(), addresses, to);
    }

    List<Finding> findings(About about) {
        var unseen = unseen(about);
        if (!unseen.isEmpty()) {
            return unseen;
        }
        var found = new ArrayList<Finding>();
        out(about).ifPresent(found::add);
        if (!ranges.isEmpty()) { // else SubnetsDoNotFit says what could not be seen
            in(about).ifPresent(found::add);
        }
        return found;
    }

    private List<Finding> unseen(About about) {
        var object = "security groups of the " + to.name();
        if (to.groups().isAbsent() || !to.groups().wasAsked()) {
            return List.of(about.unseen(
                    object,
                    "no EC2 or RDS instance of the account is known to be the %s (%s)".formatted(to.name(), where()),
                    to.name().equals("source")
                            ? "name it in spec.source.ec2.instanceId; where it is not in EC2, let the replication instance in yourself"
                            : "let the replication instance in yourself"));
        }
        if (from.isAbsent()) {
            return List.of(about.found(
                    "spec.replicationInstance",
                    "at least one security group of the replication instance does not exist",
                    "correct spec.replicationInstance.create.securityGroupIds"));
        }
        return Stream.of(to.groups(), from)
                .flatMap(seen -> Unseen.of(about, object, seen, RIGHTS).stream())
                .toList();
    }

    private String where() {
        return to.address() == null ? "port " + to.port() : to.address() + ":" + to.port();
    }

    private Optional<Finding> out(About about) {
        var toGroups = ids(groupsOfEnd());
        var passes = passes(
                groupsOfInstance().stream()
                        .flatMap(group -> group.egress().stream())
                        .toList(),
                rule -> rule.cidrs().contains(EVERYWHERE)
                        || rule.groupIds().stream().anyMatch(toGroups::contains)
                        || (to.address() != null && covers(rule, List.of(to.address() + "/32"))));
        return finding(
                about,
                passes,
                ids(groupsOfInstance()),
                "no rule of the replication instance's security groups lets it out to the %s (%s)"
                        .formatted(to.name(), where()),
                "aws ec2 authorize-security-group-egress --group-id %s --protocol tcp --port %d --%s"
                        .formatted(
                                first(ids(groupsOfInstance())),
                                to.port(),
                                to.address() == null
                                        ? "source-group " + first(toGroups)
                                        : "cidr %s/32".formatted(to.address())));
    }

    private Optional<Finding> in(About about) {
        var fromGroups = ids(groupsOfInstance());
        var passes = passes(
                groupsOfEnd().stream()
                        .flatMap(group -> group.ingress().stream())
                        .toList(),
                rule -> rule.groupIds().stream().anyMatch(fromGroups::contains) || covers(rule, ranges));
        return finding(
                about,
                passes,
                ids(groupsOfEnd()),
                "no rule of the %s's security groups lets the replication instance (%s; %s) in to port %d"
                        .formatted(to.name(), String.join(", ", fromGroups), String.join(", ", ranges), to.port()),
                "aws ec2 authorize-security-group-ingress --group-id %s --protocol tcp --port %d --source-group %s"
                        .formatted(first(ids(groupsOfEnd())), to.port(), first(fromGroups)));
    }

    /** In another VPC an address may be another machine's: then it is only worth a warning. */
    private Optional<Finding> finding(About about, Passes passes, List<String> groups, String text, String remedy) {
        var object = String.join(", ", groups);
        return switch (passes) {
            case YES -> Optional.empty();
            case PERHAPS ->
                Optional.of(about.unseen(
                        object,
                        "its rules name prefix lists, which the operator does not read",
                        "see to it that they hold the replication instance's addresses: " + String.join(", ", ranges)));
            case NO ->
                Optional.of(about.found(isElsewhere() ? Severity.WARNING : about.severity(), object, text, remedy));
        };
    }

    private boolean isElsewhere() {
        var there = groupsOfEnd().stream().map(SecurityGroup::vpcId).collect(Collectors.toSet());
        return groupsOfInstance().stream().map(SecurityGroup::vpcId).noneMatch(there::contains);
    }

    private Passes passes(List<Rule> rules, Predicate<Rule> names) {
        var ofPort = rules.stream().filter(this::isAboutPort).toList();
        if (ofPort.stream().anyMatch(names)) {
            return Passes.YES;
        }
        return ofPort.stream().anyMatch(rule -> !rule.prefixListIds().isEmpty()) ? Passes.PERHAPS : Passes.NO;
    }

    private boolean isAboutPort(Rule rule) {
        var isOfProtocol =
                rule.protocol().equals(ALL_PROTOCOLS) || rule.protocol().equals(TCP);
        var hasAllPorts = rule.fromPort() == null || rule.fromPort() < 0;
        return isOfProtocol && (hasAllPorts || (rule.fromPort() <= to.port() && to.port() <= rule.toPort()));
    }

    private static boolean covers(Rule rule, List<String> ranges) {
        return ranges.stream().allMatch(range -> rule.cidrs().stream().anyMatch(cidr -> contains(cidr, range)));
    }

    private static boolean contains(String outer, String inner) {
        return AddressRange.parse(outer)
                .flatMap(range -> AddressRange.parse(inner).map(range::contains))
                .orElse(false);
    }

    private List<SecurityGroup> groupsOfInstance() {
        return from.value().orElse(List.of());
    }

    private List<SecurityGroup> groupsOfEnd() {
        return to.groups().value().orElse(List.of());
    }

    private static List<String> ids(List<SecurityGroup> groups) {
        return groups.stream().map(SecurityGroup::id).sorted().toList();
    }

    private static String first(List<String> ids) {
        return ids.isEmpty() ? "GROUP" : ids.get(0);
    }
}
