package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.Store.Change;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One client's view of the changes to one kind, as they come.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Watches</a>
 */
final class Watch {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(20);

    private final Store store;
    private final Kind kind;
    private final Selection selection;
    private final Request request;

    /** Hears the events, each as a line of JSON. */
    interface Listener {
        void hear(String line) throws IOException;
    }

    Watch(Store store, Target target, Request request) {
        this.store = store;
        this.kind = target.kind();
        this.selection = Reads.selection(target, request);
        this.request = request;
    }

    /** Tells events until the client's time is up, or the listener fails. */
    void run(Listener listener) throws IOException, InterruptedException {
        try {
            follow(start(listener), listener);
        } catch (Refusal expired) {
            write("ERROR", expired.status(), listener);
        }
    }

    private long start(Listener listener) throws IOException {
        var since = request.parameter("resourceVersion");
        var initial = request.asks("sendInitialEvents");
        if (!initial && !since.isEmpty() && !since.equals("0")) {
            return Long.parseLong(since);
        }
        if (request.parameter("sendInitialEvents").equals("false")) {
            return store.list(kind.storedAs(), "").revision();
        }
        var snapshot = store.list(kind.storedAs(), selection.namespace());
        for (var object : snapshot.objects()) {
            if (selection.test(object)) {
                write("ADDED", object, snapshot.revision(), listener);
            }
        }
        if (initial) {
            bookmark(snapshot.revision(), true, listener);
        }
        return snapshot.revision();
    }

    private void follow(long since, Listener listener) throws IOException, InterruptedException {
        var seconds = request.parameter("timeoutSeconds");
        var longest = seconds.isEmpty() ? LONGEST : Duration.ofSeconds(Long.parseLong(seconds));
        var end = System.nanoTime() + longest.toNanos();
        var revision = since;
        for (var left = longest; !left.isNegative(); left = Duration.ofNanos(end - System.nanoTime())) {
            var wait = left.compareTo(BETWEEN_BOOKMARKS) < 0 ? left : BETWEEN_BOOKMARKS;
            var changes = store.changesAfter(revision, wait);
            for (var change : changes) {
                revision = change.revision();
                pass(change, listener);
            }
            if (changes.isEmpty() && request.asks("allowWatchBookmarks")) {
                bookmark(revision, false, listener);
            }
        }
    }

    private void pass(Change change, Listener listener) throws IOException {
        if (!change.key().kind().equals(kind.storedAs())) {
            return;
        }
        var before = change.before() != null && selection.test(change.before());
        var after = change.after() != null && selection.test(change.after());
        if (before || after) {
            var type = before && after ? "MODIFIED" : after ? "ADDED" : "DELETED";
            write(type, change.last(), change.revision(), listener);
        }
    }

    private void write(String type, ObjectNode object, long revision, Listener listener) throws IOException {
        if (request.wantsTable()) {
            var metadata = Json.object().put("resourceVersion", Long.toString(revision));
            write(type, new Table(kind, request.parameter("includeObject")).of(metadata, List.of(object)), listener);
        } else {
            write(type, kind.present(object), listener);
        }
    }

    private void bookmark(long revision, boolean endsInitialEvents, Listener listener) throws IOException {
        var bookmark = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        var metadata = bookmark.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (endsInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        write("BOOKMARK", bookmark, listener);
    }

    private static void write(String type, ObjectNode object, Listener listener) throws IOException {
        var event = Json.object().put("type", type);
        event.set("object", object);
        listener.hear(Json.text(event) + '\n');
    }
}
