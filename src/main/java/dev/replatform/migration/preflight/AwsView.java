package dev.replatform.migration.preflight;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.DmsAccount.Orderable;
import dev.replatform.aws.DmsAccount.Quota;
import dev.replatform.aws.DmsInstances;
import dev.replatform.aws.Ec2Instances;
import dev.replatform.aws.Ec2Networks.Placement;
import dev.replatform.aws.Ec2Networks.SecurityGroup;
import dev.replatform.aws.Ec2Networks.Subnet;
import dev.replatform.aws.IamRoles.ServiceRole;
import dev.replatform.aws.RdsInstances;
import dev.replatform.migration.AssessmentSettings;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the checks of AWS look at. What a Migration does not need is not asked for.
 *
 * @param newestServer the major version of PostgreSQL, of the newer one of both servers
 * @param instance the replication instance, where it exists already
 * @param offers what DMS offers
 * @param quotas what DMS grants to the account
 * @param vpcRole the role with which DMS stands in the account's VPC
 * @param network where the replication instance stands, or will
 * @param source the way to the source
 * @param target the way to the target
 * @param box the EC2 instance on which pg_hba.conf is changed
 * @param assessment what DMS's premigration assessment needs
 */
public record AwsView(
        EffectiveMigration spec,
        Seen<Integer> newestServer,
        Seen<DmsInstances.Instance> instance,
        Seen<List<Orderable>> offers,
        Seen<List<Quota>> quotas,
        Seen<ServiceRole> vpcRole,
        Network network,
        Party source,
        Party target,
        Box box,
        AssessmentNeeds assessment) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final String VPC_ROLE = "dms-vpc-role";

    /**
     * Where the replication instance stands, or will.
     *
     * @param subnets absent where one of them does not exist
     * @param groups its security groups; absent where one of them does not exist
     */
    public record Network(Seen<List<Subnet>> subnets, Seen<List<SecurityGroup>> groups) {}

    /**
     * One end, as the network sees it.
     *
     * @param name {@code source} or {@code target}
     * @param address its private IPv4 address; null where only its name is known
     * @param vpcId empty where nothing tells it
     * @param groups its security groups; absent or not asked where no resource of the account is known to be this end
     */
    public record Party(String name, String address, int port, String vpcId, Seen<List<SecurityGroup>> groups) {}

    /**
     * The EC2 instance on which pg_hba.conf is changed.
     *
     * @param agentIsOnline absent where SSM does not know the instance
     */
    public record Box(Seen<Ec2Instances.Instance> instance, Seen<Boolean> agentIsOnline) {}

    /**
     * What DMS's premigration assessment needs.
     *
     * @param bucketRegion absent where the bucket does not exist
     */
    public record AssessmentNeeds(Seen<ServiceRole> role, Seen<String> bucketRegion) {}

    /** Looks; changes nothing. */
    public static AwsView of(
            EffectiveMigration spec, PostgresAddress target, Seen<Integer> newestServer, AwsClients aws) {
        var instance = aws.dmsInstances().one(spec.instanceName());
        var isToBeMade = spec.makesInstance() && !instance.isPresent();
        return new AwsView(
                spec,
                newestServer,
                instance,
                isToBeMade ? aws.dmsAccount().orderable() : Seen.notAsked(),
                isToBeMade ? aws.dmsAccount().quotas() : Seen.notAsked(),
                isToBeMade ? aws.iamRoles().serviceRole(VPC_ROLE) : Seen.notAsked(),
                network(spec, instance, aws),
                source(spec, aws),
                target(target, aws),
                box(spec, aws),
                spec.assessment()
                        .map(it -> needs(it, aws))
                        .orElse(new AssessmentNeeds(Seen.notAsked(), Seen.notAsked())));
    }

    /** @return whether a replication instance is still to be made */
    boolean isToBeMade() {
        return spec.makesInstance() && !instance.isPresent();
    }

    private static Network network(EffectiveMigration spec, Seen<DmsInstances.Instance> instance, AwsClients aws) {
        var networks = aws.ec2Networks();
        Seen<List<Subnet>> subnets = spec.makesInstance() ? networks.subnets(spec.subnetIds()) : Seen.notAsked();
        var ids = instance.value().map(DmsInstances.Instance::securityGroupIds).orElse(spec.securityGroupIds());
        if (!ids.isEmpty()) {
            return new Network(subnets, networks.securityGroups(ids));
        }
        return new Network(
                subnets,
                subnets.then(all -> networks.defaultSecurityGroup(all.get(0).vpcId())));
    }

    private static Party source(EffectiveMigration spec, AwsClients aws) {
        var networks = aws.ec2Networks();
        var address = IPV4.matcher(spec.sourceHost()).matches() ? spec.sourceHost() : null;
        Seen<Placement> placement = Seen.notAsked();
        if (spec.sourceBox().instanceId() != null) {
            placement = networks.instance(spec.sourceBox().instanceId());
        } else if (address != null) {
            placement = networks.instanceAt(address);
        }
        return party(
                "source", address, spec.sourcePort(), placement, Placement::vpcId, Placement::securityGroupIds, aws);
    }

    private static Party target(PostgresAddress target, AwsClients aws) {
        // RDS names an instance's host <identifier>.<account's id>.<region>.rds.<suffix>.
        var identifier = target.host().substring(0, Math.max(0, target.host().indexOf('.')));
        var found = identifier.isEmpty()
                ? Seen.<RdsInstances.Instance>notAsked()
                : aws.rdsInstances().one(identifier);
        return party("target", null, target.port(), found, it -> "", it -> List.copyOf(it.securityGroupIds()), aws);
    }

    private static <T> Party party(
            String name,
            String address,
            int port,
            Seen<T> found,
            Function<T, String> vpcId,
            Function<T, List<String>> groupIds,
            AwsClients aws) {
        return new Party(name, address, port, found.value().map(vpcId).orElse(""), found.then(it -> aws.ec2Networks()
                .securityGroups(groupIds.apply(it))));
    }

    private static Box box(EffectiveMigration spec, AwsClients aws) {
        if (!spec.sourceBox().takesPgHbaLines()) {
            return new Box(Seen.notAsked(), Seen.notAsked());
        }
        var id = spec.sourceBox().instanceId();
        return new Box(aws.ec2Instances().one(id), aws.runCommands().agentIsOnline(id));
    }

    private static AssessmentNeeds needs(AssessmentSettings wanted, AwsClients aws) {
        return new AssessmentNeeds(
                aws.iamRoles().serviceRole(wanted.roleName()), aws.s3Buckets().regionOf(wanted.bucket()));
    }
}
