package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Every object and the latest changes to them, in the order of one revision counter. An object that was handed in or out
 * is never changed again, so readers need no copy.
 */
final class Store {
    private static final int REMEMBERED_CHANGES = 20_000;

    private final NavigableMap<Key, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private long revision = 1;
    private long forgotten;

    /**
     * @param kind what {@link Kind#storedAs()} says
     * @param namespace empty for an object of the cluster
     */
    record Key(String kind, String namespace, String name) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::kind).thenComparing(Key::namespace).thenComparing(Key::name);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * @param before null where the object was added
     * @param after null where it was deleted
     * @param last the object as it is now, or as it was in its last moment, with the revision of this change
     */
    record Change(long revision, Key key, ObjectNode before, ObjectNode after, ObjectNode last) {}

    /** What stood in the store at one revision. */
    record Snapshot(long revision, List<ObjectNode> objects) {}

    synchronized Optional<ObjectNode> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** @param namespace empty for all namespaces */
    synchronized Snapshot list(String kind, String namespace) {
        return new Snapshot(
                revision,
                keys(key -> key.kind().equals(kind) && isIn(key, namespace)).stream()
                        .map(objects::get)
                        .toList());
    }

    synchronized List<Key> keys(Predicate<Key> wanted) {
        return objects.keySet().stream().filter(wanted).toList();
    }

    /** Takes over the object, under the next revision. */
    synchronized ObjectNode put(Key key, ObjectNode object) {
        var before = objects.put(key, withNextRevision(object));
        remember(new Change(revision, key, before, object, object));
        return object;
    }

    synchronized ObjectNode remove(Key key) {
        var before = objects.remove(key);
        var last = withNextRevision(before.deepCopy());
        remember(new Change(revision, key, before, null, last));
        return last;
    }

    /**
     * Waits until something changed after that revision.
     *
     * @return the changes since, of all kinds; empty when nothing changed for that long
     * @throws Refusal 410 where changes after that revision are forgotten
     */
    synchronized List<Change> changesAfter(long since, Duration atMost) throws InterruptedException {
        if (since < forgotten) {
            throw Refusal.expired("too old resource version: " + since + " (" + forgotten + ")");
        }
        var until = System.nanoTime() + atMost.toNanos();
        for (var left = atMost.toMillis(); revision <= since && left > 0; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        return changes.stream().filter(change -> change.revision() > since).toList();
    }

    /** Whoever asks for changes after an earlier revision than this one is told to list again. */
    synchronized void forgetChanges() {
        changes.clear();
        forgotten = revision;
    }

    private ObjectNode withNextRevision(ObjectNode object) {
        revision++;
        object.withObject("/metadata").put("resourceVersion", Long.toString(revision));
        return object;
    }

    private void remember(Change change) {
        changes.add(change);
        if (changes.size() > REMEMBERED_CHANGES) {
            forgotten = changes.remove().revision();
        }
        notifyAll();
    }

    private static boolean isIn(Key key, String namespace) {
        return namespace.isEmpty() || key.namespace().equals(namespace);
    }
}
