package dev.replatform.secrets;

import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads Secrets that users made and writes the operator's own. */
public final class Secrets {
    /** Says which object a Secret of ours belongs to; no owner reference, which would let garbage collection delete it. */
    public static final String OWNER_LABEL = "replatform.dev/owner-uid";

    /** Says the same of an object that was deleted and applied again. */
    private static final String OWNER_ANNOTATION = "replatform.dev/owner";

    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public Secrets(KubernetesClient client) {
        this.client = client;
    }

    /** @return user name and password; unknown, with what to change, where the Secret or a key is missing */
    public Seen<Login> login(String namespace, SecretRef ref) {
        return read(namespace, ref.name()).then(secret -> {
            var username = value(secret, ref.usernameKeyOrDefault());
            var password = value(secret, ref.passwordKeyOrDefault());
            var meta = secret.getMetadata();
            var version = meta.getUid() + ":" + meta.getResourceVersion();
            return username.then(name -> password.map(word -> new Login(name, word, version)));
        });
    }

    /** @return one key of a Secret; unknown, with what to change, where it is missing, empty or not UTF-8 text */
    public Seen<String> value(String namespace, String name, String key) {
        return read(namespace, name).then(secret -> value(secret, key));
    }

    private static Seen<String> value(Secret secret, String key) {
        var data = secret.getData();
        if (data == null || !data.containsKey(key)) {
            return invalid(secret, "Secret %s has no key %s: add it", key);
        }
        if (data.get(key).isEmpty()) {
            return invalid(
                    secret,
                    "Key %2$s of Secret %1$s is empty, and an empty value can be neither a login nor an SSM parameter: give it a value",
                    key);
        }
        return utf8(data.get(key))
                .map(Seen::present)
                .orElseGet(() -> invalid(
                        secret,
                        "Key %2$s of Secret %1$s is not UTF-8 text: encode it as UTF-8, or store binary data as Base64 text",
                        key));
    }

    private static Seen<String> invalid(Secret secret, String message, String key) {
        return Seen.unknown(
                FailureReason.INVALID_SECRET,
                message.formatted(secret.getMetadata().getName(), key));
    }

    /** What is seen of a Secret that the operator writes. */
    public record Written(Map<String, String> data, String ownerId) {
        @Override
        public String toString() {
            return "Written[" + data.keySet() + "]";
        }
    }

    /** @return a Secret that the operator writes; absent where there is none */
    public Seen<Written> written(String namespace, String name) {
        try {
            var secret = client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                return Seen.absent();
            }
            var data = new TreeMap<String, String>();
            if (secret.getData() != null) {
                // A value that is not UTF-8 is none that the operator wrote: it counts as missing and is written anew.
                secret.getData().forEach((key, value) -> utf8(value).ifPresent(text -> data.put(key, text)));
            }
            var annotations = secret.getMetadata().getAnnotations();
            return Seen.present(new Written(data, annotations == null ? null : annotations.get(OWNER_ANNOTATION)));
        } catch (KubernetesClientException e) {
            return Seen.unknown(unreadable(name, e));
        }
    }

    /** Makes a Secret of the operator's own; one that is there already is left as it is and found by the next look. */
    public void createOnce(Owner owner, String name, Map<String, String> data) {
        try {
            client.secrets()
                    .inNamespace(owner.namespace())
                    .resource(ours(owner, name, data))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw notWritten(name, e);
            }
        }
    }

    /** Writes a Secret of the operator's own, whole. */
    public void write(Owner owner, String name, Map<String, String> data) {
        try {
            client.secrets()
                    .inNamespace(owner.namespace())
                    .resource(ours(owner, name, data))
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException e) {
            throw notWritten(name, e);
        }
    }

    private static ProblemException notWritten(String name, KubernetesClientException e) {
        return new ProblemException(
                FailureReason.ACCESS_DENIED, "Secret %s could not be written: %s".formatted(name, Right.whyFailed(e)));
    }

    private static Secret ours(Owner owner, String name, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(owner.namespace())
                .withName(name)
                .addToLabels(OWNER_LABEL, owner.uid())
                .addToAnnotations(OWNER_ANNOTATION, owner.id())
                .endMetadata()
                .withType("Opaque")
                .withStringData(data)
                .build();
    }

    /** Removes a Secret of the operator's own; one that is gone already is as good. */
    public void delete(Owner owner, String name) {
        try {
            client.secrets().inNamespace(owner.namespace()).withName(name).delete();
        } catch (KubernetesClientException e) {
            throw new ProblemException(
                    FailureReason.ACCESS_DENIED,
                    "Secret %s could not be deleted: %s".formatted(name, Right.whyFailed(e)));
        }
    }

    private Seen<Secret> read(String namespace, String name) {
        try {
            var secret = client.secrets().inNamespace(namespace).withName(name).get();
            return secret == null
                    ? Seen.unknown(
                            FailureReason.REFERENCE_NOT_FOUND,
                            "Secret %s does not exist in namespace %s: create it".formatted(name, namespace))
                    : Seen.present(secret);
        } catch (KubernetesClientException e) {
            return Seen.unknown(unreadable(name, e));
        }
    }

    private static Problem unreadable(String name, KubernetesClientException e) {
        return new Problem(
                FailureReason.ACCESS_DENIED, "Secret %s could not be read: %s".formatted(name, Right.whyFailed(e)));
    }

    /** @return the text; empty where the bytes are not UTF-8, which a lenient decoder would silently replace */
    private static Optional<String> utf8(String base64) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
