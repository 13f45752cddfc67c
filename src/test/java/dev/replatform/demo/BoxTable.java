package dev.replatform.demo;

/**
 * A table of the user's database with rows of its own, as it stands on the box.
 *
 * @param hasRowIdentity whether the change stream tells its rows apart
 * @param rows counted
 * @param bytes with its indexes and what lies beside it
 */
public record BoxTable(String schema, String name, boolean hasRowIdentity, long rows, long bytes) {
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
