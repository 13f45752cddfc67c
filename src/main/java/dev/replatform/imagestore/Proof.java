package dev.replatform.imagestore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.io.IOException;

/**
 * That every file of a manifest is in the bucket, with the same content. It is kept in the bucket, beside the manifest.
 *
 * @param manifest ETag of the manifest
 * @param pass which pass wrote it
 * @param objects how many files it names
 * @param bytes their bytes
 * @param skipped files of the folder that were not copied
 */
record Proof(String manifest, String pass, int objects, long bytes, SkippedFiles skipped) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param skipped null in a proof that an earlier version of the operator recorded */
    Proof {
        skipped = skipped == null ? SkippedFiles.NONE : skipped;
    }

    /**
     * @throws ProblemException where it is none
     */
    static Proof parse(byte[] json) {
        try {
            return JSON.readValue(json, Proof.class);
        } catch (IOException e) {
            throw new ProblemException(
                    FailureReason.REFUSED_BY_AWS,
                    "the import's proof in the bucket cannot be read: remove the object below .replatform/ and it is made again");
        }
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers is JSON", e);
        }
    }
}
