package dev.replatform.imagestore;

import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Step;
import dev.replatform.status.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What can be done for an import. */
final class ImportSteps {
    /** The work of comparing a manifest with the bucket. */
    static final String COMPARISON = "comparison";

    private static final String BINARY = "application/octet-stream";
    private static final Duration LONGEST_PASS = Duration.ofHours(47); // Run Command ends at 48

    private ImportSteps() {}

    /** @param isRoutine whether the folder is only followed, all of it having been proved to be in the bucket before */
    record Copy(String bucket, ImportSource source, String pass, boolean isRoutine) implements Step<Means> {
        @Override
        public String sentence() {
            return "Copy %s of %s to s3://%s/%s (%s pass)"
                    .formatted(source.path(), source.instanceId(), bucket, source.to(), pass);
        }

        @Override
        public void act(Means means) {
            means.aws()
                    .runCommands()
                    .send(
                            List.of(source.instanceId()),
                            source.comment(pass),
                            List.of(ImportScript.of(bucket, source, pass)),
                            LONGEST_PASS);
        }
    }

    /** @param manifest ETag of the manifest */
    record Compare(Owner owner, String bucket, ImportSource source, String manifest, boolean isRoutine)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Compare every copied file with S3 bucket " + bucket;
        }

        @Override
        public void act(Means means) {
            var objects = means.aws().s3Objects();
            means.jobs()
                    .start(
                            owner,
                            COMPARISON,
                            manifest,
                            progress -> Comparison.of(objects, bucket, source, manifest, progress));
        }
    }

    /** @param paths files whose object is not as the manifest says */
    record CopyAgain(Owner owner, String bucket, String account, ImportSource source, String pass, List<String> paths)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Copy %d files of %s again".formatted(paths.size(), source.instanceId());
        }

        /**
         * Takes them out of the manifest first, which marks it as partial: cut off here, the next look copies as well. The
         * comparison is forgotten, for the manifest of unchanged files will be the same again.
         */
        @Override
        public void act(Means means) {
            var objects = means.aws().s3Objects();
            var seen = objects.content(bucket, source.manifestKey());
            seen.problem().ifPresent(problem -> {
                throw new ProblemException(problem);
            });
            seen.value()
                    .map(Manifest::parse)
                    .ifPresent(manifest -> objects.put(
                            bucket, account, source.manifestKey(), BINARY, manifest.without(Set.copyOf(paths))));
            means.jobs().forget(owner, COMPARISON);
            new Copy(bucket, source, pass, false).act(means);
        }
    }

    record RecordProof(String bucket, String account, ImportSource source, Proof proof, boolean isRoutine)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Record that %d copied files are in S3 bucket %s".formatted(proof.objects(), bucket);
        }

        @Override
        public void act(Means means) {
            means.aws().s3Objects().put(bucket, account, source.proofKey(), "application/json", proof.toJson());
        }
    }
}
