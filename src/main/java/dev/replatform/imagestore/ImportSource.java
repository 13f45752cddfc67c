package dev.replatform.imagestore;

import dev.replatform.ownership.Owner;

/**
 * A folder on an EC2 instance, and where its copies go. What is known of the import lies in the bucket, below a key that
 * derives from these inputs and from the object's name: an object that was deleted and applied again, or whose status was
 * lost, finds it there.
 *
 * @param path absolute, with a slash at its end
 * @param to key prefix of the copies; empty, or with a slash at its end
 * @param migration until which one has switched the folder is followed; null where it is copied once
 * @param records key prefix of what is known of this import, with a slash at its end
 */
record ImportSource(String instanceId, String path, String to, String migration, String records, String comment) {
    /** The box is the truth, whatever is in the bucket. */
    static final String FIRST = "first";

    /** What has changed on the box since. */
    static final String FOLLOW = "follow";

    /** After the switch: the application writes to the bucket itself. */
    static final String LAST = "last";

    private static final int DIGEST_LENGTH = 12;

    static ImportSource of(Owner owner, String bucket, String instanceId, String path, String to, String migration) {
        var whose = digest(owner.id());
        var what = digest(String.join("|", bucket, instanceId, path, to));
        return new ImportSource(
                instanceId,
                path,
                to,
                migration,
                recordsOf(owner) + what + "/",
                "replatform/%s/%s/".formatted(whose, what));
    }

    /** @return key prefix of all that the operator keeps in a bucket for that owner */
    static String recordsOf(Owner owner) {
        return RECORDS + digest(owner.id()) + "/";
    }

    /** Key prefix of all that operators keep in a bucket. */
    static final String RECORDS = ".replatform/";

    boolean follows() {
        return migration != null;
    }

    /** @return whether nothing is copied any more once this pass is proved */
    boolean isFinal(String pass) {
        return !follows() || pass.equals(LAST);
    }

    String manifestKey() {
        return records + "manifest";
    }

    String proofKey() {
        return records + "proof";
    }

    /** @return what a Run Command of this import says of itself, by which it is found again */
    String comment(String pass) {
        return comment + pass;
    }

    boolean sent(String commandComment) {
        return commandComment.startsWith(comment);
    }

    private static String digest(String text) {
        return Owner.sha256(text).substring(0, DIGEST_LENGTH);
    }
}
