package dev.replatform.database;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsInstances;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.database.DatabaseSteps.ChangeParameters;
import dev.replatform.database.DatabaseSteps.CreateParameterGroup;
import dev.replatform.database.DatabaseSteps.DeleteParameterGroup;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.DatabaseSteps.SetParameters;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The parameter group of an instance that is there. The group of our own making is wholly declared; an adopted instance
 * keeps the group that it has for as long as no parameter is declared.
 */
final class ParametersPlanner {
    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Instance live;
    private final String group;

    ParametersPlanner(EffectiveDatabase spec, ObservedDatabase observed, Instance live) {
        this.spec = spec;
        this.observed = observed;
        this.live = live;
        this.group = spec.parameterGroup(
                Versions.isAllowedMajorUpgrade(live.engineVersion(), spec) ? spec.majorVersion() : live.majorVersion());
    }

    /** @return the group that the instance is to use; empty where it keeps the one that it has */
    Optional<String> group() {
        return spec.makes(live.parameterGroup()) || !spec.parameters().isEmpty()
                ? Optional.of(group)
                : Optional.empty();
    }

    /** @return what is to be done about the group and what is set in it; differences are noted in the plan */
    List<Step<Means>> steps(Plan.Builder<Means> plan) {
        if (group().isEmpty()) {
            return List.of();
        }
        if (observed.parameterGroup().isAbsent()) {
            var create = new CreateParameterGroup(group, RdsInstances.family(family()), spec.tags());
            return spec.parameters().isEmpty()
                    ? List.of(create)
                    : List.of(create, new SetParameters(group, spec.parameters()));
        }
        return observed.parameters().value().map(it -> inGroup(it, plan)).orElse(List.of());
    }

    /** @return what takes away the groups of our own that an upgrade to another major version has left behind */
    List<Step<Means>> tidying() {
        return observed.everyParameterGroup().value().orElse(List.of()).stream()
                .filter(it -> spec.owner().owns(it.tags()))
                .map(ParameterGroup::name)
                .filter(name -> !name.equals(live.parameterGroup()) && !name.equals(group))
                .<Step<Means>>map(DeleteParameterGroup::new)
                .toList();
    }

    private String family() {
        return group.substring(spec.parameterGroup("").length());
    }

    private List<Step<Means>> inGroup(Map<String, String> set, Plan.Builder<Means> plan) {
        var different = new HashMap<String, String>();
        spec.parameters()
                .forEach((name, value) ->
                        plan.compare("spec.parameters." + name, value, set.get(name), it -> different.put(name, it)));
        var surplus = new TreeSet<>(set.keySet());
        surplus.removeAll(spec.parameters().keySet());
        surplus.forEach(name -> plan.differs(new Drift("spec.parameters." + name, "nothing", set.get(name))));
        if (different.isEmpty() && surplus.isEmpty()) {
            return List.of();
        }
        return List.of(new ChangeParameters(group, Map.copyOf(different), surplus));
    }
}
