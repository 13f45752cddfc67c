package dev.replatform.appconfig;

import dev.replatform.aws.SsmParameters;
import dev.replatform.aws.SsmParameters.Parameter;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether parameters are ours. Tags are one call a parameter, so what was proved is remembered for as long as nobody has
 * written the parameter since: one that was removed and made again by somebody else has another time.
 */
final class ProvenOwnership {
    private final Map<String, Proof> proofs = new ConcurrentHashMap<>();

    private record Proof(String ownerId, long version, Instant lastModified) {
        static Proof of(Owner owner, Parameter parameter) {
            return new Proof(owner.id(), parameter.version(), parameter.lastModified());
        }
    }

    /** @return whether it carries the owner's tag; absent where it is gone meanwhile */
    Seen<Boolean> owns(Owner owner, Parameter parameter, SsmParameters parameters) {
        var proof = Proof.of(owner, parameter);
        if (proof.equals(proofs.get(parameter.arn()))) {
            return Seen.present(true);
        }
        var seen = parameters.tags(parameter.name()).map(owner::owns);
        if (seen.is(ours -> ours)) {
            proofs.put(parameter.arn(), proof);
        }
        return seen;
    }

    void forget(Owner owner) {
        proofs.values().removeIf(proof -> proof.ownerId().equals(owner.id()));
    }
}
