package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.AwsClients;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.util.Map;

/** Reads what stands behind an ImageStore. */
final class ImageStoreObserver {
    private final AwsClients aws;
    private final Peers peers;
    private final Jobs jobs;
    private final EffectiveImageStore spec;

    ImageStoreObserver(AwsClients aws, Peers peers, Jobs jobs, EffectiveImageStore spec) {
        this.aws = aws;
        this.peers = peers;
        this.jobs = jobs;
        this.spec = spec;
    }

    ObservedImageStore observe() {
        var identity = aws.account().identity();
        Seen<Bucket> bucket =
                identity.map(Identity::account).then(account -> aws.s3Buckets().one(spec.bucketName(), account));
        var distribution = distribution();
        Seen<AccessControl> accessControl = spec.hasCdn() && distribution.isAbsent()
                ? aws.cloudFrontDistributions().accessControl(spec.derivedName())
                : Seen.absent();
        Seen<Role> role = spec.givesAccess() ? aws.iamRoles().role(spec.roleName()) : Seen.absent();
        Seen<PolicyDocument> rolePolicy = role.then(it -> aws.iamRoles().inlinePolicy(it.name(), spec.derivedName()));
        var imports = spec.hasImport() && bucket.is(it -> spec.owner().owns(it.tags()))
                ? imports(spec.imports())
                : ObservedImport.none();
        return new ObservedImageStore(
                identity,
                bucket,
                accessControl,
                distribution,
                role,
                rolePolicy,
                imports,
                distribution
                        .value()
                        .map(it -> jobs.state(
                                spec.owner(), ImageStoreSteps.SERVING, ServingPlanner.inputs(spec, it, imports)))
                        .orElse(new JobState.NotStarted()));
    }

    private Seen<Distribution> distribution() {
        if (!spec.hasCdn()) {
            return Seen.absent();
        }
        return aws.cloudFrontDistributions().commented(spec.comment()).then(candidates -> candidates.stream()
                .filter(candidate -> spec.owner().owns(candidate.tags()))
                .findFirst()
                .map(Seen::present)
                .orElseGet(Seen::absent));
    }

    private ObservedImport imports(ImportSource source) {
        var records = aws.s3Objects().etags(spec.bucketName(), source.records());
        var proof = records.then(etags -> proof(source, etags));
        var known = ObservedImport.of(proof);
        if (proof.isUnknown() || known.isFinished(source)) {
            return known;
        }
        var manifest = records.then(etags -> etag(etags, source.manifestKey()));
        var commands = aws.runCommands();
        var command = commands.newest(source.instanceId(), it -> source.sent(it.comment()));
        return new ObservedImport(
                proof,
                manifest,
                switched(source),
                aws.ec2Instances().one(source.instanceId()),
                commands.agentIsOnline(source.instanceId()),
                command,
                command.then(it -> it.hasEnded() && !it.hasSucceeded()
                        ? commands.said(it.id(), source.instanceId())
                        : Seen.absent()),
                manifest.value()
                        .map(etag -> jobs.state(spec.owner(), ImportSteps.COMPARISON, etag))
                        .orElse(new JobState.NotStarted()));
    }

    private Seen<Proof> proof(ImportSource source, Map<String, String> etags) {
        if (!etags.containsKey(source.proofKey())) {
            return Seen.absent();
        }
        try {
            return aws.s3Objects().content(spec.bucketName(), source.proofKey()).map(Proof::parse);
        } catch (ProblemException e) {
            return Seen.unknown(e.problem());
        }
    }

    private Seen<Boolean> switched(ImportSource source) {
        return source.follows()
                ? peers.one(Migration.class, spec.owner().namespace(), source.migration())
                        .map(migration -> migration.getStatus() != null
                                && migration.getStatus().switched())
                : Seen.present(false);
    }

    private static Seen<String> etag(Map<String, String> etags, String key) {
        return etags.containsKey(key) ? Seen.present(etags.get(key)) : Seen.absent();
    }
}
