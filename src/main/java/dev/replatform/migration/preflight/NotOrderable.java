package dev.replatform.migration.preflight;

import dev.replatform.aws.DmsAccount.Orderable;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** DMS retires classes and engine versions, and each has its smallest and largest disk. */
final class NotOrderable implements Check<AwsView> {
    private static final About ABOUT = About.blocker(
                    "NotOrderable",
                    "whether DMS offers the replication instance's class with its engine version and disk in this region",
                    "DMS refuses to make the replication instance",
                    "aws dms describe-orderable-replication-instances, and put one of them into spec.replicationInstance.create",
                    "https://docs.aws.amazon.com/dms/latest/APIReference/API_DescribeOrderableReplicationInstances.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.isToBeMade()) {
            return List.of();
        }
        return at.offers()
                .value()
                .map(all -> among(all, at))
                .orElseGet(
                        () -> Unseen.of(
                                        ABOUT,
                                        at.spec().instanceClass(),
                                        at.offers(),
                                        "dms:DescribeOrderableReplicationInstances")
                                .stream()
                                .toList());
    }

    private static List<Finding> among(List<Orderable> all, AwsView at) {
        var spec = at.spec();
        var ofClass = all.stream()
                .filter(it -> it.instanceClass().equals(spec.instanceClass()))
                .toList();
        if (ofClass.isEmpty()) {
            return List.of(ABOUT.found(
                    spec.instanceClass(),
                    "DMS does not offer this class in %s".formatted(spec.region()),
                    "set spec.replicationInstance.create.class to one of "
                            + listed(all.stream().map(Orderable::instanceClass).toList())));
        }
        var ofVersion = ofClass.stream()
                .filter(it ->
                        spec.dmsEngineVersion() == null || it.engineVersion().equals(spec.dmsEngineVersion()))
                .toList();
        if (ofVersion.isEmpty()) {
            return List.of(ABOUT.found(
                    spec.instanceClass() + " " + spec.dmsEngineVersion(),
                    "DMS does not offer this engine version for the class",
                    "set spec.replicationInstance.create.engineVersion to one of "
                            + listed(ofClass.stream()
                                    .map(Orderable::engineVersion)
                                    .toList())));
        }
        var gib = spec.allocatedStorageGiB();
        if (ofVersion.stream().noneMatch(it -> it.minStorageGiB() <= gib && gib <= it.maxStorageGiB())) {
            return List.of(ABOUT.found(
                    "%s %d GiB".formatted(spec.instanceClass(), gib),
                    "DMS does not offer a disk of this size for the class",
                    "set spec.replicationInstance.create.allocatedStorageGiB to %d to %d"
                            .formatted(
                                    ofVersion.get(0).minStorageGiB(),
                                    ofVersion.get(0).maxStorageGiB())));
        }
        return List.of();
    }

    private static String listed(List<String> names) {
        return names.stream().distinct().sorted().collect(Collectors.joining(", "));
    }
}
