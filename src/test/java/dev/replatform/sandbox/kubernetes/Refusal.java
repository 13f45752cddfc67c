package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that the API server does not serve, in the words of a real one: a {@code Status} of
 * <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">meta/v1</a>.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ObjectNode status;

    private Refusal(int code, String reason, String message) {
        super(message);
        status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
    }

    /** One thing that is wrong with an object: where, which kind of wrong, and what a person should know. */
    record Cause(String reason, String field, String message) {
        static Cause invalid(String field, String value, String message) {
            return new Cause("FieldValueInvalid", field, "Invalid value: " + value + ": " + message);
        }

        @Override
        public String toString() {
            return field + ": " + message;
        }
    }

    int code() {
        return status.path("code").intValue();
    }

    ObjectNode status() {
        return status;
    }

    static Refusal notFound(Kind kind, String name) {
        return new Refusal(404, "NotFound", named(kind, name) + " not found").about(kind, name);
    }

    static Refusal noSuchPath() {
        return new Refusal(404, "NotFound", "the server could not find the requested resource");
    }

    static Refusal alreadyExists(Kind kind, String name) {
        return new Refusal(409, "AlreadyExists", named(kind, name) + " already exists").about(kind, name);
    }

    static Refusal conflict(Kind kind, String name, String why) {
        var message = "Operation cannot be fulfilled on " + named(kind, name) + ": " + why;
        return new Refusal(409, "Conflict", message).about(kind, name);
    }

    static Refusal forbidden(Kind kind, String name, String why) {
        return new Refusal(403, "Forbidden", named(kind, name) + " is forbidden: " + why).about(kind, name);
    }

    static Refusal badRequest(String why) {
        return new Refusal(400, "BadRequest", why);
    }

    static Refusal methodNotAllowed() {
        return new Refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    static Refusal unsupportedMediaType(List<String> supported) {
        var message = "the body of the request was in an unknown format - accepted media types include: ";
        return new Refusal(415, "UnsupportedMediaType", message + String.join(", ", supported));
    }

    static Refusal expired(String why) {
        return new Refusal(410, "Expired", why);
    }

    /** An error that the API server did not expect: it says no reason. */
    static Refusal internal(String message) {
        return new Refusal(500, "", message);
    }

    static Refusal unprocessable(String why) {
        return new Refusal(422, "Invalid", why);
    }

    /** An object that was sent where another kind lives. */
    static Refusal wrongKind(Kind kind, ObjectNode object) {
        var sent = object.path("kind").asText();
        var message = "%1$s in version \"%2$s\" cannot be handled as a %3$s: expected %4$s, Kind=%3$s"
                .formatted(sent, object.path("apiVersion").asText(), kind.kind(), kind.apiVersion());
        return badRequest(message);
    }

    /** A patch whose result has fields that its kind does not know. */
    static Refusal invalidPatch(ObjectNode result, String why) {
        var cause = Cause.invalid("patch", TextNode.valueOf(Json.text(result)).toString(), why);
        var refusal = new Refusal(422, "Invalid", " \"\" is invalid: " + cause);
        refusal.addCauses(List.of(cause));
        return refusal;
    }

    static Refusal invalid(Kind kind, String name, List<Cause> causes) {
        var all = causes.stream().map(Cause::toString).collect(Collectors.joining(", "));
        var message = "%s \"%s\" is invalid: %s"
                .formatted(kind.qualifiedKind(), name, causes.size() == 1 ? all : "[" + all + "]");
        var refusal = new Refusal(422, "Invalid", message).about(kind, name);
        refusal.details().put("kind", kind.kind());
        refusal.addCauses(causes);
        return refusal;
    }

    private void addCauses(List<Cause> causes) {
        var list = details().putArray("causes");
        causes.forEach(cause -> list.addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
    }

    private ObjectNode details() {
        return status.withObject("/details");
    }

    private Refusal about(Kind kind, String name) {
        var details = details();
        details.put("name", name);
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural());
        return this;
    }

    private static String named(Kind kind, String name) {
        return "%s \"%s\"".formatted(kind.qualifiedPlural(), name);
    }
}
