package dev.replatform.demo.app;

import dev.replatform.demo.app.Write.Op;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The image gallery: people look, comment, change their mind and edit captions. */
final class GalleryWorkload implements Workload {
    private static final int KNOWN_IMAGES = 60;

    private final UUID process = UUID.randomUUID();
    private final String session = process.toString().replace("-", "");
    private final List<UUID> images = new ArrayList<>();
    private final Deque<UUID> comments = new ArrayDeque<>();
    private boolean loggedIn;
    private int requests;

    @Override
    public List<Trace> traces() {
        return List.of(
                Trace.of("gallery_comment", "public_id", "body"),
                Trace.of("gallery_pageview", "request_id", "path"),
                Trace.of("gallery_image", "public_id", "caption"),
                Trace.of("django_session", "session_key", "session_data"),
                new Trace("gallery_activity", "subject", "", "gallery_comment"));
    }

    @Override
    public void connected(Connection database) throws SQLException {
        images.clear();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT public_id FROM gallery_image ORDER BY id LIMIT " + KNOWN_IMAGES)) {
            while (rows.next()) {
                images.add(rows.getObject(1, UUID.class));
            }
        }
    }

    @Override
    public List<Write> nextRequest() {
        int number = requests++;
        return switch (number % 8) {
            case 1 -> List.of(loggedIn ? touchSession(number) : logIn(number));
            case 3 -> comments.isEmpty() ? List.of(view(number)) : List.of(view(number), editComment(number));
            case 5 -> List.of(editCaption(number));
            case 7 -> comments.size() < 5 ? List.of(view(number)) : List.of(view(number), deleteComment());
            default -> List.of(comment(number), view(number));
        };
    }

    @Override
    public void committed(List<Write> writes) {
        for (var write : writes) {
            loggedIn |= write.table().equals("django_session");
            if (write.table().equals("gallery_comment") && write.op() == Op.INSERT) {
                comments.addLast(UUID.fromString(write.id()));
            }
            if (write.op() == Op.DELETE) {
                comments.remove(UUID.fromString(write.id()));
            }
        }
    }

    @Override
    public void read(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT title, likes FROM gallery_popular_image ORDER BY likes DESC, id LIMIT 10")) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    @Override
    public List<Write> rowOfUpload(String name, long bytes) {
        var id = UUID.randomUUID();
        var caption = "uploaded by " + process;
        return List.of(Write.insert("gallery_image", id, caption, """
                INSERT INTO gallery_image (public_id, owner_id, title, caption, file, bytes, exif, palette)
                VALUES (?, 1, 'Upload', ?, ?, ?, '{}', '{}')
                """, id, caption, name, bytes));
    }

    private Write comment(int number) {
        var id = UUID.randomUUID();
        var body = "comment %d of %s 🙂".formatted(number, process);
        return Write.insert("gallery_comment", id, body, """
                INSERT INTO gallery_comment (public_id, image_id, author_id, body)
                SELECT ?, id, owner_id, ? FROM gallery_image WHERE public_id = ?
                """, id, body, imageOf(number));
    }

    private Write editComment(int number) {
        var id = comments.peekLast();
        var body = "edited in request %d of %s".formatted(number, process);
        return Write.update(
                "gallery_comment", id, body, "UPDATE gallery_comment SET body = ? WHERE public_id = ?", body, id);
    }

    private Write deleteComment() {
        var id = comments.peekFirst();
        return Write.delete("gallery_comment", id, "DELETE FROM gallery_comment WHERE public_id = ?", id);
    }

    private Write view(int number) {
        var id = UUID.randomUUID();
        var path = "/image/%d/?by=%s".formatted(number % KNOWN_IMAGES, process);
        return Write.insert(
                "gallery_pageview",
                id,
                path,
                "INSERT INTO gallery_pageview (request_id, path, took_ms) VALUES (?, ?, 1.5)",
                id,
                path);
    }

    private Write editCaption(int number) {
        var id = imageOf(number);
        var caption = "caption %d of %s".formatted(number, process);
        return Write.update(
                "gallery_image", id, caption, "UPDATE gallery_image SET caption = ? WHERE public_id = ?", caption, id);
    }

    private Write logIn(int number) {
        var data = "session of request " + number;
        return Write.insert("django_session", session, data, """
                INSERT INTO django_session (session_key, session_data, expire_date)
                VALUES (?, ?, now() + interval '14 days')
                """, session, data);
    }

    private Write touchSession(int number) {
        var data = "session of request " + number;
        return Write.update(
                "django_session",
                session,
                data,
                "UPDATE django_session SET session_data = ? WHERE session_key = ?",
                data,
                session);
    }

    private UUID imageOf(int number) {
        return images.get(number % images.size());
    }
}
