package dev.replatform.database;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.RdsInstances.NewInstance;
import dev.replatform.aws.RdsModification;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Step;
import dev.replatform.secrets.GeneratedPassword;
import dev.replatform.secrets.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What can be done for a Database. */
final class DatabaseSteps {
    private DatabaseSteps() {}

    /** With what it is done. */
    record Means(AwsClients aws, Secrets secrets, LastModifications modifications) {}

    record GenerateCredentials(Owner owner, String secretName, String username) implements Step<Means> {
        @Override
        public String sentence() {
            return "Generate a password into Secret " + secretName;
        }

        @Override
        public void act(Means means) {
            means.secrets()
                    .createOnce(owner, secretName, Map.of("username", username, "password", GeneratedPassword.next()));
        }
    }

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

    record ModifySubnetGroup(String name, List<String> subnetIds) implements Step<Means> {
        @Override
        public String sentence() {
            return "Set the subnets of DB subnet group %s to %s".formatted(name, String.join(", ", subnetIds));
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().modifySubnetGroup(name, subnetIds);
        }
    }

    record DeleteSubnetGroup(String name) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete DB subnet group " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().deleteSubnetGroup(name);
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

    /** In a group that no instance uses yet. */
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

    /** In the group of an instance that runs. */
    record ChangeParameters(String group, Map<String, String> values, Set<String> reset) implements Step<Means> {
        @Override
        public String sentence() {
            var set = values.isEmpty() ? "" : "Set %s ".formatted(new TreeMap<>(values));
            var unset = reset.isEmpty()
                    ? ""
                    : "%s %s ".formatted(values.isEmpty() ? "Reset" : "and reset", new TreeSet<>(reset));
            return "%s%sin DB parameter group %s".formatted(set, unset, group);
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().changeParameters(group, values, reset);
        }
    }

    record DeleteParameterGroup(String name) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete DB parameter group " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().rdsGroups().deleteParameterGroup(name);
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

    record AdoptInstance(String identifier, String arn, String ownerId) implements Step<Means> {
        @Override
        public String sentence() {
            return "Adopt RDS instance " + identifier;
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().tag(arn, Map.of(Owner.TAG, ownerId));
        }
    }

    record TagInstance(String identifier, String arn, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Tag RDS instance %s with %s".formatted(identifier, new TreeMap<>(tags));
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().tag(arn, tags);
        }
    }

    /** @param changes what is changed, in words */
    record ModifyInstance(Owner owner, String identifier, RdsModification what, List<String> changes)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Modify RDS instance %s: %s".formatted(identifier, String.join(", ", changes));
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().modify(what);
            means.modifications().note(owner.uid(), what);
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }

    record RebootInstance(String identifier) implements Step<Means> {
        @Override
        public String sentence() {
            return "Reboot RDS instance %s, so that static parameters are in force".formatted(identifier);
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().reboot(identifier);
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }

    /** @param lastSnapshot null for none */
    record DeleteInstance(String identifier, String lastSnapshot) implements Step<Means> {
        @Override
        public String sentence() {
            return lastSnapshot == null
                    ? "Delete RDS instance " + identifier
                    : "Delete RDS instance %s after snapshot %s".formatted(identifier, lastSnapshot);
        }

        @Override
        public void act(Means means) {
            means.aws().rdsInstances().delete(identifier, lastSnapshot);
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

    record DeleteSecret(Owner owner, String name) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete Secret " + name;
        }

        @Override
        public void act(Means means) {
            means.secrets().delete(owner, name);
        }
    }
}
