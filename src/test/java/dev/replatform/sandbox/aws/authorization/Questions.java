package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.iam.Access;
import dev.replatform.sandbox.aws.iam.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The questions that one call raises. All must be answered with yes. */
final class Questions {
    private static final Principal WHOEVER_IS_BOUND = new Principal(Set.of());

    private final ResourceTags tags;
    private final List<Access> asked = new ArrayList<>();

    Questions(ResourceTags tags) {
        this.tags = tags;
    }

    List<Access> asked() {
        return List.copyOf(asked);
    }

    /** Where an action knows no resource, so that only {@code *} fits. */
    Question anywhere(String action) {
        return new Question(action, "*");
    }

    /** @param arn the resource, with its tags as they are now */
    Question about(String action, String arn) {
        var question = new Question(action, arn);
        tags.of(arn).forEach((key, value) -> {
            question.with("aws:ResourceTag/" + key, value);
            if (arn.startsWith("arn:aws:iam:")) {
                question.with("iam:ResourceTag/" + key, value);
            }
            if (action.startsWith("ssm:")) {
                question.with("ssm:resourceTag/" + key, value);
            }
        });
        return question;
    }

    /** One question; it is asked by {@link #ask}. */
    final class Question {
        private final String action;
        private final String resource;
        private final Map<String, Set<String>> context = new HashMap<>();

        private Question(String action, String resource) {
            this.action = action;
            this.resource = resource;
        }

        Question with(String key, String value) {
            context.put(key, Set.of(value));
            return this;
        }

        Question tagging(Map<String, String> requested) {
            requested.forEach((key, value) -> with("aws:RequestTag/" + key, value));
            return tagKeys(requested.keySet());
        }

        Question tagKeys(Collection<String> keys) {
            if (!keys.isEmpty()) {
                context.put("aws:TagKeys", Set.copyOf(keys));
            }
            return this;
        }

        void ask() {
            asked.add(new Access(WHOEVER_IS_BOUND, action, resource, context));
        }
    }
}
