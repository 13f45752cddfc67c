package dev.replatform.database;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets;
import java.util.List;

/**
 * What was seen of a Database.
 *
 * @param versions asked for only where there is no instance
 * @param orderable whether the class can be ordered; asked for only where there is no instance
 */
record ObservedDatabase(
        Seen<Login> credentials,
        Seen<SubnetGroup> subnetGroup,
        Seen<ParameterGroup> parameterGroup,
        Seen<Instance> instance,
        Seen<List<EngineVersion>> versions,
        Seen<Boolean> orderable,
        Seen<Secrets.Written> connectionSecret) {}
