package dev.replatform.postgres;

/**
 * A difference that the schema copy will leave between source and target, known beforehand.
 *
 * @param blocks whether the application would see another database; it is a warning otherwise
 * @param code what kind of object, in one word
 * @param object the object, as the catalogs spell it
 * @param text what was found
 * @param remedy what to do about it
 */
public record SchemaFinding(boolean blocks, String code, String object, String text, String remedy) {
    /** @return as spec.schema.accept names it */
    public String inWords() {
        return code + ":" + object;
    }
}
