package dev.replatform.demo.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the application does with its database all day. */
public sealed interface Workload permits GalleryWorkload, WitnessTableWorkload {
    /**
     * Where a write of the application shows.
     *
     * @param table the table, without its schema
     * @param idColumn the column that holds a write's id
     * @param valueColumn the column that holds a write's value; empty where the rows come by a trigger
     * @param ledgerTable the table whose ids in the ledger are meant
     */
    record Trace(String table, String idColumn, String valueColumn, String ledgerTable) {
        static Trace of(String table, String idColumn, String valueColumn) {
            return new Trace(table, idColumn, valueColumn, table);
        }
    }

    /** @return the workload of this name: {@code gallery} or {@code witness-table} */
    static Workload named(String name) {
        return switch (name) {
            case "gallery" -> new GalleryWorkload();
            case "witness-table" -> new WitnessTableWorkload();
            default -> throw new IllegalArgumentException("no workload is called " + name);
        };
    }

    /** @return every table that is written to */
    List<Trace> traces();

    /** Reads what the next requests build on, once for each connection. */
    void connected(Connection database) throws SQLException;

    /** @return the writes of one request, to be committed together */
    List<Write> nextRequest();

    /** Takes note that the writes of a request have committed, so that later ones may build on them. */
    void committed(List<Write> writes);

    /** Reads something, as most requests do. */
    void read(Connection database) throws SQLException;

    /** @return the row that goes with an uploaded image; empty where the database knows nothing of images */
    List<Write> rowOfUpload(String name, long bytes);
}
