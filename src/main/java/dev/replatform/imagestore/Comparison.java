package dev.replatform.imagestore;

import dev.replatform.aws.S3Objects;
import dev.replatform.aws.S3Objects.Listed;
import dev.replatform.imagestore.Manifest.File;
import dev.replatform.status.ProblemException;
import dev.replatform.work.Jobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a comparison of a manifest with the bucket came to.
 *
 * @param complete whether the manifest's pass had ended; if not, nothing was compared
 * @param proved what is proved where nothing differs
 * @param differing paths of files whose object is not there or holds something else
 */
record Comparison(boolean complete, Proof proved, List<String> differing) {

    /**
     * Compares every file that the manifest says is copied with its object: by MD5 where the ETag is one (a single part
     * under SSE-S3), else by reading the object.
     *
     * @param manifest ETag of the manifest, for the record
     * @throws ProblemException where S3 refuses or does not answer, or the manifest cannot be read
     */
    static Comparison of(
            S3Objects objects, String bucket, ImportSource source, String manifest, Jobs.Progress progress) {
        var content = objects.content(bucket, source.manifestKey());
        content.problem().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        var files = content.value()
                .map(Manifest::parse)
                .orElse(new Manifest(ImportSource.FIRST, false, List.of(), List.of()));
        if (!files.complete()) {
            return new Comparison(false, new Proof(manifest, files.pass(), 0, 0, SkippedFiles.NONE), List.of());
        }
        return of(objects, bucket, source, manifest, files, progress);
    }

    private static Comparison of(
            S3Objects objects,
            String bucket,
            ImportSource source,
            String manifest,
            Manifest files,
            Jobs.Progress progress) {
        var copied = files.files().stream().filter(File::copied).toList();
        Map<String, File> missing = copied.stream()
                .collect(Collectors.toMap(file -> source.to() + file.path(), file -> file, (a, b) -> b, HashMap::new));
        objects.list(bucket, source.to(), object -> {
            var file = missing.get(object.key());
            if (file != null && isSame(objects, bucket, object, file)) {
                missing.remove(object.key());
                progress.at(copied.size() - missing.size(), copied.size());
            }
        });
        var differing = missing.values().stream().map(File::path).sorted().toList();
        var proof = new Proof(
                manifest,
                files.pass(),
                copied.size() - differing.size(),
                copied.stream()
                        .filter(file -> !missing.containsKey(source.to() + file.path()))
                        .mapToLong(File::bytes)
                        .sum(),
                SkippedFiles.of(files.skipped()));
        return new Comparison(true, proof, differing);
    }

    private static boolean isSame(S3Objects objects, String bucket, Listed object, File file) {
        return object.bytes() == file.bytes()
                && (object.etag().equals(file.md5())
                        || objects.digest(bucket, object.key())
                                .filter(content -> content.sha256().equals(file.sha256()))
                                .isPresent());
    }
}
