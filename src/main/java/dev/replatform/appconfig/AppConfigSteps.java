package dev.replatform.appconfig;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.SsmParameters.Wanted;
import dev.replatform.reconcile.Step;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be done for an AppConfig. */
final class AppConfigSteps {
    private AppConfigSteps() {}

    /** With what it is done. */
    record Means(AwsClients aws, KnownParameters known, Clock clock) {}

    record CreateParameter(Wanted wanted, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create SSM parameter %s (%s)".formatted(wanted.name(), wanted.type());
        }

        @Override
        public void act(Means means) {
            means.aws().ssmParameters().create(wanted, tags);
        }
    }

    /** The value is made when the step is done, so that a plan of it holds none. */
    record GenerateParameter(String name, boolean secure, String kmsKeyId, int length, Map<String, String> tags)
            implements Step<Means> {
        private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        private static final SecureRandom RANDOM = new SecureRandom();

        @Override
        public String sentence() {
            return "Create SSM parameter %s with a generated value".formatted(name);
        }

        @Override
        public void act(Means means) {
            means.aws().ssmParameters().create(new Wanted(name, secure, kmsKeyId, random()), tags);
        }

        private String random() {
            return RANDOM.ints(length, 0, LETTERS.length())
                    .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                    .collect(Collectors.joining());
        }
    }

    record OverwriteParameter(Wanted wanted) implements Step<Means> {
        @Override
        public String sentence() {
            return "Overwrite SSM parameter " + wanted.name();
        }

        @Override
        public void act(Means means) {
            means.aws().ssmParameters().overwrite(wanted);
        }
    }

    /** @param without keys of tags that are taken away */
    record TagParameter(String name, Map<String, String> tags, Set<String> without) implements Step<Means> {
        @Override
        public String sentence() {
            return "Tag SSM parameter " + name;
        }

        @Override
        public void act(Means means) {
            means.known().forgetTags(name);
            means.aws().ssmParameters().tag(name, tags, without);
        }
    }

    /** SSM changes no type. The parameter is made again by a later look, out of its source. */
    record RemoveForOtherType(String name, String from, String to) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete SSM parameter %s, a %s, to make it again as a %s in 30 seconds".formatted(name, from, to);
        }

        @Override
        public void act(Means means) {
            means.aws().ssmParameters().delete(List.of(name));
            means.known().removed(name, means.clock().instant());
        }
    }

    /** @param names at most {@link dev.replatform.aws.SsmParameters#DELETED_AT_ONCE} */
    record DeleteParameters(List<String> names) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete SSM parameters " + String.join(", ", names);
        }

        @Override
        public void act(Means means) {
            means.aws().ssmParameters().delete(names);
        }
    }

    record RevokeAccess(String roleName, String policyName) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete inline policy %s of role %s".formatted(policyName, roleName);
        }

        @Override
        public void act(Means means) {
            means.aws().iamRoles().deleteInlinePolicy(roleName, policyName);
        }
    }

    record GrantAccess(String roleName, String policyName, PolicyDocument policy) implements Step<Means> {
        @Override
        public String sentence() {
            return "Put inline policy %s on role %s".formatted(policyName, roleName);
        }

        @Override
        public void act(Means means) {
            means.aws().iamRoles().putInlinePolicy(roleName, policyName, policy);
        }
    }

    /** Sent to all instances at once; found again by its comment. */
    record RunCommand(List<String> instanceIds, String comment, List<String> commands) implements Step<Means> {
        private static final Duration TIME = Duration.ofMinutes(10);

        @Override
        public String sentence() {
            return "Run the command of spec.onChange on " + String.join(", ", instanceIds);
        }

        @Override
        public void act(Means means) {
            var lines = Stream.concat(Stream.of("set -eu"), commands.stream()).toList();
            means.aws().runCommands().send(instanceIds, comment, lines, TIME);
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }
}
