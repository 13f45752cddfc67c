package dev.replatform.install.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement of a policy.
 *
 * @param conditions values by key by operator; all must hold
 */
record Statement(
        String sid,
        String effect,
        List<String> actions,
        List<String> resources,
        Map<String, Map<String, Object>> conditions) {
    static final String EVERYTHING = "*";

    static Statement allow(String sid, String... actions) {
        return new Statement(sid, "Allow", List.of(actions), List.of(), Map.of());
    }

    static Statement deny(String sid, String... actions) {
        return new Statement(sid, "Deny", List.of(actions), List.of(), Map.of());
    }

    Statement on(String... more) {
        var all = new ArrayList<>(resources);
        all.addAll(List.of(more));
        return new Statement(sid, effect, actions, all, conditions);
    }

    /** @param value a text, or a list of them of which one must fit */
    Statement where(String operator, String key, Object value) {
        var all = new LinkedHashMap<>(conditions);
        var keys = new LinkedHashMap<>(all.getOrDefault(operator, Map.of()));
        keys.put(key, value);
        all.put(operator, keys);
        return new Statement(sid, effect, actions, resources, all);
    }

    boolean allows() {
        return effect.equals("Allow");
    }

    Statement without(String action) {
        return new Statement(
                sid, effect, actions.stream().filter(it -> !it.equals(action)).toList(), resources, conditions);
    }

    Statement withoutResource(String resource) {
        return new Statement(
                sid,
                effect,
                actions,
                resources.stream().filter(it -> !it.equals(resource)).toList(),
                conditions);
    }

    /** @return as the policy's JSON has it */
    Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("Sid", sid);
        members.put("Effect", effect);
        members.put("Action", actions);
        members.put("Resource", resources.size() == 1 ? resources.get(0) : resources);
        if (!conditions.isEmpty()) {
            members.put("Condition", conditions);
        }
        return members;
    }
}
