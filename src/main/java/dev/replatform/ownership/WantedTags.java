package dev.replatform.ownership;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tags that a resource is to have. Tags that somebody else has set live on, so what this object declared before is
 * remembered in its status; a loss of that leaves a tag behind.
 *
 * @param declared the user's and our own
 * @param former keys that were declared and no longer are
 */
public record WantedTags(Map<String, String> declared, Set<String> former) {

    /**
     * @param spec the user's tags; null for none
     * @param remembered keys that the status says were declared; null for none
     */
    public static WantedTags of(Claim claim, Map<String, String> spec, List<String> remembered) {
        var declared = claim.tagsWith(spec);
        var former = remembered == null
                ? Set.<String>of()
                : remembered.stream().filter(key -> !declared.containsKey(key)).collect(Collectors.toUnmodifiableSet());
        return new WantedTags(declared, former);
    }

    /** @return whether those tags are as they are to be */
    public boolean hold(Map<String, String> live) {
        return live.entrySet().containsAll(declared.entrySet())
                && superfluous(live).isEmpty();
    }

    /** @return the keys that are to go */
    public Set<String> superfluous(Map<String, String> live) {
        return former.stream().filter(live::containsKey).collect(Collectors.toUnmodifiableSet());
    }

    /** @return all tags of a resource that has these now */
    public Map<String, String> over(Map<String, String> live) {
        var all = new LinkedHashMap<>(live);
        all.keySet().removeAll(former);
        all.putAll(declared);
        return all;
    }

    /**
     * @param live the tags of the resources
     * @return what the status remembers: the user's keys, and those that were and are not removed yet; null for none
     */
    public List<String> remembered(Stream<Map<String, String>> live) {
        var keys = new TreeSet<>(declared.keySet());
        keys.remove(Owner.TAG);
        live.forEach(tags -> keys.addAll(superfluous(tags)));
        return keys.isEmpty() ? null : List.copyOf(keys);
    }
}
