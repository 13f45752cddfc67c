package dev.replatform.migration.dms;

import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.NewInstance;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.postgres.LargestValues;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.secrets.Login;
import java.util.HashMap;
import java.util.Map;

/** What DMS is to have, as it is declared. */
public final class DeclaredResources {
    /** Tag of an endpoint: the version of the Secret that it was given. DMS never tells a password. */
    public static final String LOGIN_TAG = "replatform.dev/login";

    private DeclaredResources() {}

    /** @param largest values of the tables that move */
    public static NewEndpoint sourceEndpoint(EffectiveMigration spec, Ends ends, LargestValues largest) {
        return endpoint(spec, spec.sourceEndpointName(), true, ends.source(), ends.dms(), largest);
    }

    /** @param largest values of the tables that move */
    public static NewEndpoint targetEndpoint(EffectiveMigration spec, Ends ends, LargestValues largest) {
        return endpoint(spec, spec.targetEndpointName(), false, ends.target(), ends.master(), largest);
    }

    public static NewInstance instance(EffectiveMigration spec) {
        return new NewInstance(
                spec.name(),
                spec.instanceClass(),
                spec.dmsEngineVersion(),
                spec.allocatedStorageGiB(),
                spec.name(),
                spec.securityGroupIds(),
                spec.multiAz(),
                spec.tags());
    }

    private static NewEndpoint endpoint(
            EffectiveMigration spec,
            String name,
            boolean isSource,
            PostgresAddress address,
            Login login,
            LargestValues largest) {
        var tags = new HashMap<>(spec.tags());
        tags.put(LOGIN_TAG, login.version());
        return new NewEndpoint(
                name,
                isSource,
                address.host(),
                address.port(),
                address.database(),
                login.username(),
                login.password(),
                address.sslMode(),
                largest.varcharRoom(),
                Map.copyOf(tags));
    }
}
