package dev.replatform.database;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.RdsInstances.NewInstance;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Step;
import dev.replatform.secrets.Secrets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be done for a Database. */
final class DatabaseSteps {
    private DatabaseSteps() {}

    /** With what it is done. */
    record Means(AwsClients aws, Secrets secrets) {}

    record CreateSubnetGroup(String name, List<String> subnetIds, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create DB subnet group " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().createSubnetGroup(name, "Made by Replatform", subnetIds, tags);
        }
    }

    record CreateParameterGroup(String name, String family, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create DB parameter group %s (%s)".formatted(name, family);
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().createParameterGroup(name, family, "Made by Replatform", tags);
        }
    }

    record SetParameters(String group, Map<String, String> values) implements Step<Means> {
        @Override
        public String sentence() {
            return "Set %s in DB parameter group %s".formatted(new TreeMap<>(values), group);
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().setParameters(group, values);
        }
    }

    record CreateInstance(NewInstance wanted) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create RDS instance %s (%s, PostgreSQL %s)"
                    .formatted(wanted.identifier(), wanted.instanceClass(), wanted.engineVersion());
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().create(wanted);
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }

    record WriteConnectionSecret(Owner owner, String name, Map<String, String> data) implements Step<Means> {
        @Override
        public String sentence() {
            return "Write Secret " + name;
        }

        @Override
        public void act(Means means) {
            means.secrets().write(owner, name, data);
        }

        @Override
        public String toString() {
            return "WriteConnectionSecret[" + name + "]";
        }
    }
}
