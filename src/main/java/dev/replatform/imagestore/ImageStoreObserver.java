package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStoreSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.AwsClients;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what stands behind an ImageStore. */
final class ImageStoreObserver {
    private final AwsClients aws;
    private final Peers peers;
    private final Jobs jobs;
    private final AllowTag allow;
    private final ImageStoreMemory memory;
    private final EffectiveImageStore spec;

    ImageStoreObserver(
            AwsClients aws, Peers peers, Jobs jobs, AllowTag allow, ImageStoreMemory memory, EffectiveImageStore spec) {
        this.aws = aws;
        this.peers = peers;
        this.jobs = jobs;
        this.allow = allow;
        this.memory = memory;
        this.spec = spec;
    }

    ObservedImageStore observe() {
        if (spec.deleting() && !spec.removes()) {
            return ObservedImageStore.NOTHING;
        }
        var identity = aws.account().identity();
        Seen<Bucket> bucket =
                identity.map(Identity::account).then(account -> aws.s3Buckets().one(spec.bucketName(), account));
        boolean isOurs = bucket.is(it -> spec.owner().owns(it.tags()));
        boolean mayHaveCdn = spec.hasCdn() || spec.hadCdn() || bucket.is(ImageStoreObserver::letsCloudFrontIn);
        Seen<Distribution> distribution = mayHaveCdn ? distribution() : Seen.notAsked();
        Seen<AccessControl> accessControl = mayHaveCdn ? accessControl() : Seen.notAsked();
        Seen<PolicyDocument> rolePolicy =
                spec.givesAccess() ? aws.iamRoles().inlinePolicy(spec.roleName(), spec.derivedName()) : Seen.notAsked();
        boolean hasAccess = identity.is(account -> rolePolicy.is(new Policies(spec, account).roleMayWrite()::equals));
        Seen<Role> role = spec.givesAccess()
                ? aws.iamRoles().role(spec.roleName(), it -> hasAccess && allow.allows(spec.owner(), it.tags()))
                : Seen.notAsked();
        var imports = spec.hasImport() && isOurs && !spec.deleting() ? imports(spec.imports()) : ObservedImport.none();
        return new ObservedImageStore(
                identity,
                bucket,
                accessControl,
                distribution,
                role,
                rolePolicy,
                formerGrants(),
                imports,
                distribution
                        .value()
                        .map(it -> jobs.state(
                                spec.owner(), ImageStoreSteps.SERVING, ServingPlanner.inputs(spec, it, imports)))
                        .orElse(new JobState.NotStarted()),
                isOurs && spec.removes() && spec.deletion() == DeletionPolicy.Delete
                        ? aws.s3Objects().anythingOutside(spec.bucketName(), ImportSource.recordsOf(spec.owner()))
                        : Seen.notAsked(),
                jobs.state(spec.owner(), ImageStoreSteps.CONTENTS, spec.prefixToEmpty()));
    }

    private Seen<Distribution> distribution() {
        var cloudFront = aws.cloudFrontDistributions();
        if (spec.cdnId() != null) {
            return cloudFront.one(spec.cdnId());
        }
        return memory.distributions()
                .find(
                        spec.owner().uid(),
                        id -> cloudFront.one(id).then(this::ifOurs),
                        () -> cloudFront
                                .candidates(spec.comment(), aws.s3Buckets().domain(spec.bucketName()))
                                .then(this::ours),
                        Distribution::id);
    }

    private Seen<Distribution> ifOurs(Distribution distribution) {
        return spec.owner().owns(distribution.tags()) ? Seen.present(distribution) : Seen.absent();
    }

    private Seen<Distribution> ours(List<Distribution> candidates) {
        return candidates.stream()
                .filter(candidate -> spec.owner().owns(candidate.tags()))
                .findFirst()
                .map(Seen::present)
                .orElseGet(Seen::absent);
    }

    private Seen<AccessControl> accessControl() {
        var cloudFront = aws.cloudFrontDistributions();
        return memory.accessControls()
                .find(
                        spec.owner().uid(),
                        cloudFront::accessControl,
                        () -> cloudFront.accessControlNamed(spec.derivedName()),
                        AccessControl::id);
    }

    private static boolean letsCloudFrontIn(Bucket bucket) {
        return bucket.policy().filter(policy -> policy.hasAny(Policies.SIDS)).isPresent();
    }

    private Seen<List<String>> formerGrants() {
        var grants = new ArrayList<String>();
        for (var role : spec.formerRoles()) {
            var policy = aws.iamRoles().inlinePolicy(role, spec.derivedName());
            if (policy.isUnknown()) {
                return policy.map(it -> List.of());
            }
            policy.value().ifPresent(it -> grants.add(role));
        }
        return Seen.present(List.copyOf(grants));
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
                        : Seen.notAsked()),
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
