package dev.replatform.status;

/**
 * Every reason for which an object is not ready, in one place: what the condition says, whose move it is, and how the
 * object comes back. The name of the constant, in CamelCase, is the condition's reason.
 */
public enum FailureReason {
    /** A field that the schema cannot judge is wrong. */
    INVALID_SPEC(Move.USER, "Change the field that the message names."),
    /** The object has a field value that this operator does not know. */
    WRITTEN_FOR_NEWER_VERSION(Move.USER, "Update the operator, or set a value that it knows."),
    /** An object, or the Secret that it names, is not there yet. */
    REFERENCE_NOT_FOUND(Move.USER, "Create what the message names."),
    /** A referenced object is there and not ready. */
    REFERENCE_NOT_READY(Move.NOBODY, "It goes on when the referenced object is ready."),
    /** A Secret lacks a key, or holds a value that a service refuses. */
    INVALID_SECRET(Move.USER, "Change the Secret."),
    /** Something of that name exists and carries no ownership of this object. */
    CONFLICT(Move.USER, "Choose another name, or remove what is there."),
    /** A bucket that is to be deleted holds objects. */
    BUCKET_NOT_EMPTY(Move.USER, "Remove the objects, or choose another deletionPolicy."),
    /** The object is only observed, and something is due. */
    OBSERVED_ONLY(Move.USER, "Set spec.managementPolicy to Manage, or declare what AWS has."),
    /** An object is deleted whose instance AWS is to refuse to delete. */
    DELETION_PROTECTED(Move.USER, "Set spec.deletionProtection to false, or spec.deletionPolicy to Retain."),
    /** A role or instance does not carry the allow tag. */
    NOT_ALLOWED_BY_OWNER(Move.USER, "Set the tag that the message names."),
    /** AWS or the cluster refuses the operator a call. */
    ACCESS_DENIED(Move.USER, "Give the operator's role the permission that the message names."),
    /** AWS refuses a value. */
    REFUSED_BY_AWS(Move.USER, "Change what the message names."),
    /** An account limit is reached. */
    QUOTA_EXCEEDED(Move.USER, "Raise the quota or remove what is not needed."),
    /** AWS says that a resource has failed for good. */
    RESOURCE_FAILED(Move.USER, "Look at the resource in AWS; remove it and the operator makes it again."),
    /** AWS is asked too often; no attempt is counted. */
    THROTTLED(Move.NOBODY, "It goes on by itself."),
    /** AWS does not answer, or answers with an error of its own. */
    AWS_UNAVAILABLE(Move.AWS, "It goes on when AWS answers."),
    /** A resource is in a state in which AWS takes no such call now. */
    WRONG_STATE(Move.AWS, "It goes on when the state changes."),

    /** The operator does not reach a database. */
    DATABASE_UNREACHABLE(Move.USER, "Open the way from the operator to the database."),
    /** A database does not take the operator's login. */
    LOGIN_REFUSED(Move.USER, "Change the Secret, or the role's password in the database."),
    /** pg_hba.conf lets nobody in from there. */
    NO_PG_HBA_LINE(Move.USER, "Add the line that status.access names, and reload."),
    /** A role lacks a right. */
    PERMISSION_DENIED(Move.USER, "Grant what the message names."),
    /** The database does not answer in time; tried again. */
    DATABASE_BUSY(Move.NOBODY, "It goes on by itself."),
    /** The preflight found what would lose rows. */
    BLOCKED(Move.USER, "Do what the findings say."),
    /** DMS cannot connect to an end. */
    CONNECTION_TEST_FAILED(Move.USER, "Do what DMS's message asks for; the test is repeated."),
    /** Objects of the schema could not be made on the target. */
    SCHEMA_COPY_FAILED(Move.USER, "Make what the message names possible on the target."),
    /** The full load ended with tables in error. */
    TABLES_ERRORED(Move.USER, "Mend the tables that the message names, then raise spec.run to begin again."),
    /** The slot fills the source's disk. */
    SLOT_RETAINS_TOO_MUCH(Move.USER, "See why DMS does not follow; give the source more disk, or let the slot go."),
    /** The replication task has failed. */
    TASK_FAILED(
            Move.USER,
            "Mend what DMS's message names: a task that replicated goes on by itself. Where the load failed, raise spec.run to begin again."),
    /** Rows differ between source and target. */
    DATA_DIFFERS(
            Move.USER, "Look at the tables that the message names; before the switch, raise spec.run to begin again."),
    /** The source's catalog changed after the schema was copied. */
    SOURCE_CHANGED(Move.USER, "Undo the change, or raise spec.run to begin again."),
    /** A deleted Migration cannot ask its source what is left there. */
    SLOT_MAY_REMAIN(
            Move.USER,
            "Let the operator reach the source, or say by the annotation that the message names that it is gone for good."),
    /** The fence could not be held until the switch; it was lifted. */
    CUTOVER_FAILED(Move.USER, "Look at the message; approve again."),
    /** The application is without a database until somebody acts. */
    CONSUMERS_NOT_SWITCHED(Move.USER, "Look at the AppConfig that the message names."),

    /** The box's agent does not answer. */
    AGENT_OFFLINE(Move.USER, "Start the SSM agent on the instance."),
    /** The box has no AWS CLI. */
    AWS_CLI_MISSING(Move.USER, "Install the AWS CLI on the instance."),
    /** A Run Command ended in error. */
    COMMAND_FAILED(Move.USER, "Look at the command's output in SSM."),
    /** Files are not in the bucket, or not with the same content. */
    OBJECTS_DIFFER(Move.NOBODY, "They are copied again."),
    /** Objects do not come through the CDN as they should. */
    NOT_SERVED(Move.AWS, "It is tried again."),

    /** The operator itself failed; a defect. */
    INTERNAL_ERROR(Move.NOBODY, "It is tried again; please report it.");

    /** Whose move it is. */
    public enum Move {
        USER,
        AWS,
        NOBODY
    }

    private final Move move;
    private final String wayBack;

    FailureReason(Move move, String wayBack) {
        this.move = move;
        this.wayBack = wayBack;
    }

    public Move move() {
        return move;
    }

    /** @return how the object comes back, one sentence */
    public String wayBack() {
        return wayBack;
    }

    /** @return the condition's reason: the constant's name in CamelCase */
    public String conditionReason() {
        var words = new StringBuilder();
        for (var word : name().split("_", -1)) {
            words.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return words.toString();
    }
}
