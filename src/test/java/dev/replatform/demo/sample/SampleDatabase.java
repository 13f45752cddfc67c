package dev.replatform.demo.sample;

import dev.replatform.demo.sample.SampleImages.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The sample application's database: Django's own tables and an image gallery's, with what makes a move hard (keys by
 * serial and by identity, deferred foreign keys, pattern, partial and expression indexes, NOT NULL text and jsonb, text of
 * every Unicode plane, a view, triggers, an empty table, a log without a key). See {@code demo/sample/*.sql}.
 */
public final class SampleDatabase {
    private SampleDatabase() {}

    /**
     * Makes tables and rows, owned by the role that is logged in.
     *
     * @param database a connection to the empty database, as its owner
     * @param images the image folder's files, each of which gets its row
     */
    public static void load(Connection database, List<Image> images) throws SQLException {
        database.setAutoCommit(false);
        run(database, "schema.sql");
        insertImages(database, images);
        run(database, "rows.sql");
        run(database, "constraints.sql");
        database.commit();
        database.setAutoCommit(true);
    }

    private static void insertImages(Connection database, List<Image> images) throws SQLException {
        var sql = """
                INSERT INTO gallery_image
                    (public_id, owner_id, title, caption, file, bytes, visibility, exif, palette, thumbnail, price, taken_at)
                SELECT ?, 1 + n * 13 % 5000, 'Picture ' || n, CASE WHEN n % 9 > 0 THEN 'Taken on day ' || n ELSE '' END, ?, ?,
                       (ARRAY['public', 'public', 'followers', 'private'])[1 + n % 4]::gallery_visibility,
                       jsonb_build_object('ISO', 100 * (n % 64), 'lens', 'f/' || n % 22, 'gps', jsonb_build_array(n * 0.001, -n * 0.002)),
                       ARRAY[n, n * 65536 % 16777216, NULL], CASE WHEN n % 5 > 0 THEN decode(md5(n::text), 'hex') END,
                       CASE WHEN n % 3 = 0 THEN n * 1.25 END, timestamptz '2021-03-28 01:59:59+01' + n * interval '7 hours'
                  FROM (SELECT ?::integer) AS number (n)
                """;
        try (var insert = database.prepareStatement(sql)) {
            int number = 1;
            for (var image : images) {
                insert.setObject(1, UUID.nameUUIDFromBytes(image.name().getBytes(StandardCharsets.UTF_8)));
                insert.setString(2, "user_image/" + image.name());
                insert.setLong(3, image.bytes());
                insert.setInt(4, number++);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void run(Connection database, String script) throws SQLException {
        try (var statement = database.createStatement();
                var resource = SampleDatabase.class.getResourceAsStream("/demo/sample/" + script)) {
            statement.setEscapeProcessing(false);
            statement.execute(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
