package dev.replatform.migration.preflight;

import dev.replatform.aws.DmsInstances;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DMS learns of a major version of PostgreSQL in an engine version of its own. */
final class DmsEngineTooOld implements Check<AwsView> {
    private static final String PAGE =
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.Sources.html";

    /** The first engine version that knows a major version of PostgreSQL. */
    private static final Map<Integer, String> FIRST = Map.of(16, "3.5.3", 17, "3.5.4");

    private static final About ABOUT = About.blocker(
                    "DmsEngineTooOld",
                    "the replication instance's engine version, and the versions of both servers",
                    "DMS refuses the endpoint's server, or reads its catalogs wrongly",
                    "set spec.replicationInstance.create.engineVersion to 3.5.4 or later",
                    PAGE)
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        var engine = at.instance()
                .value()
                .map(DmsInstances.Instance::engineVersion)
                .or(() -> Optional.ofNullable(at.spec().dmsEngineVersion()));
        if (engine.isEmpty()) {
            return List.of(); // DMS's default is one of its newest
        }
        if (at.newestServer().isUnknown()) {
            return Unseen.of(ABOUT, "server versions", at.newestServer(), "to log in to both servers").stream()
                    .toList();
        }
        return at.newestServer()
                .value()
                .filter(major -> FIRST.containsKey(major) && isOlder(engine.get(), FIRST.get(major)))
                .map(major -> List.of(ABOUT.found(
                        engine.get(),
                        "PostgreSQL %d needs DMS engine version %s or later".formatted(major, FIRST.get(major)),
                        at.spec().makesInstance()
                                ? "set spec.replicationInstance.create.engineVersion to %s or later"
                                        .formatted(FIRST.get(major))
                                : "upgrade replication instance %s, or name another one"
                                        .formatted(at.spec().instanceName()))))
                .orElse(List.of());
    }

    private static boolean isOlder(String version, String than) {
        return Arrays.compare(numbers(version), numbers(than)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(part -> part.matches("[0-9]{1,9}") ? Integer.parseInt(part) : 0)
                .toArray();
    }
}
