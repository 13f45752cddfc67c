package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.Boxes;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.Target;

/** What SendCommand refuses, and whom it addresses. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
record CommandRules(Boxes boxes) {
    private static final String DOCUMENT = "AWS-RunShellScript";
    private static final Set<String> PARAMETERS = Set.of("commands", "workingDirectory", "executionTimeout");
    private static final int LONGEST_COMMENT = 100;
    private static final int MOST_INSTANCES = 50;

    /** @return the boxes that the command goes to */
    List<Box> check(SendCommandRequest send) {
        if (!DOCUMENT.equals(send.documentName())) {
            throw InvalidDocumentException.builder()
                    .message("The document " + send.documentName() + " doesn't exist.")
                    .build();
        }
        if (send.comment() != null && send.comment().length() > LONGEST_COMMENT) {
            throw SsmFaults.constraint(
                    send.comment(), "comment", "Member must have length less than or equal to " + LONGEST_COMMENT);
        }
        if (send.instanceIds().size() > MOST_INSTANCES) {
            throw SsmFaults.constraint(
                    send.instanceIds(),
                    "instanceIds",
                    "Member must have length less than or equal to " + MOST_INSTANCES);
        }
        checkTimeout(send.timeoutSeconds());
        if (!PARAMETERS.containsAll(send.parameters().keySet())
                || send.parameters().getOrDefault("commands", List.of()).isEmpty()) {
            throw InvalidParametersException.builder()
                    .message("Parameters " + send.parameters().keySet() + " don't fit the document " + DOCUMENT)
                    .build();
        }
        if (send.hasInstanceIds() == send.hasTargets()) {
            throw SsmFaults.validation("Either instanceIds or targets must be given, and not both.");
        }
        return send.hasInstanceIds()
                ? send.instanceIds().stream().map(this::online).toList()
                : addressed(send.targets());
    }

    private static void checkTimeout(Integer seconds) {
        if (seconds != null && (seconds < 30 || seconds > 2_592_000)) {
            throw SsmFaults.constraint(seconds, "timeoutSeconds", "Member must have value between 30 and 2592000");
        }
    }

    private Box online(String instanceId) {
        return boxes.find(instanceId).filter(Box::isOnline).orElseThrow(() -> InvalidInstanceIdException.builder()
                .message("Instances [[" + instanceId + "]] not in a valid state for account " + Account.SANDBOX.id())
                .build());
    }

    private List<Box> addressed(List<Target> targets) {
        return boxes.all().stream()
                .filter(box -> targets.stream().allMatch(target -> isAddressed(box, target)))
                .toList();
    }

    private static boolean isAddressed(Box box, Target target) {
        if (target.key().equals("InstanceIds")) {
            return target.values().contains(box.instanceId());
        }
        if (target.key().startsWith("tag:")) {
            return target.values().contains(box.tags().get(target.key().substring("tag:".length())));
        }
        throw new UnsupportedOperationException("target " + target.key() + " is not served by the sandbox");
    }
}
