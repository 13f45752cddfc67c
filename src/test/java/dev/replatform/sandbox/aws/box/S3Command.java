package dev.replatform.sandbox.aws.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code aws s3 sync|cp|rm|ls}, as https://docs.aws.amazon.com/cli/latest/reference/s3/ describes them. */
final class S3Command {
    private static final int SOME_FAILED = 1;
    private static final int NO_SUCH_PATH = 255;
    /** The CLI's max_concurrent_requests. */
    private static final int AT_ONCE = 10;

    private static final DateTimeFormatter LISTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Path workingDirectory;
    private final Terminal terminal;
    private final Invocation invocation;
    private final S3Client s3;
    private final S3Arguments arguments;

    S3Command(Invocation invocation, S3Client s3, S3Arguments arguments) {
        this.invocation = invocation;
        this.workingDirectory = invocation.workingDirectory();
        this.terminal = invocation.terminal();
        this.s3 = s3;
        this.arguments = arguments;
    }

    int run(String verb) {
        try {
            return switch (verb) {
                case "sync" ->
                    sync(folder(path(0, 2)), S3Location.parse(path(1, 2)).asFolder());
                case "cp" -> copy(path(0, 2), path(1, 2));
                case "rm" -> remove(S3Location.parse(path(0, 1)));
                case "ls" -> list(S3Location.parse(path(0, 1)));
                default -> throw new UsageError("argument subcommand: Found invalid choice '" + verb + "'");
            };
        } catch (S3Exception e) {
            terminal.err("fatal error: " + AwsCli.errorText(e, "ListObjectsV2"));
            return SOME_FAILED;
        }
    }

    private String path(int index, int count) {
        if (arguments.paths().size() != count) {
            throw new UsageError("the following arguments are required: paths");
        }
        return arguments.paths().get(index);
    }

    private int sync(Path source, S3Location target) {
        if (!Files.isDirectory(source)) {
            return noSuchPath(source);
        }
        var local = filesBelow(source);
        var remote = objectsBelow(target);
        var work = new ArrayList<Callable<Boolean>>();
        local.forEach((name, file) -> {
            if (arguments.wants(name) && differs(file, remote.get(name))) {
                work.add(() -> upload(file, target.below(name)));
            }
        });
        if (arguments.has("--delete")) {
            remote.keySet().stream()
                    .filter(name -> !local.containsKey(name) && arguments.wants(name))
                    .forEach(name -> work.add(() -> delete(target.below(name))));
        }
        return carryOut(work);
    }

    /** Size, or a local file that is younger than the object: the CLI looks at nothing else. */
    private boolean differs(Path file, S3Object object) {
        return object == null
                || !object.size().equals(reading(() -> Files.size(file)))
                || (!arguments.has("--size-only") && modified(file).isAfter(object.lastModified()));
    }

    private static Instant modified(Path file) {
        return reading(() -> Files.getLastModifiedTime(file)).toInstant();
    }

    private int copy(String from, String to) {
        if (from.equals("-")) {
            return carryOut(List.of(() -> put("-", invocation.input().asByteArrayUnsafe(), S3Location.parse(to))));
        }
        return S3Location.isOne(from)
                ? download(S3Location.parse(from), to)
                : copyUp(folder(from), S3Location.parse(to));
    }

    private int copyUp(Path source, S3Location target) {
        if (!Files.exists(source)) {
            return noSuchPath(source);
        }
        if (!arguments.has("--recursive")) {
            boolean intoFolder = target.key().isEmpty() || target.key().endsWith("/");
            var object = intoFolder ? target.below(source.getFileName().toString()) : target;
            return carryOut(List.of(() -> upload(source, object)));
        }
        var work = new ArrayList<Callable<Boolean>>();
        filesBelow(source).forEach((name, file) -> {
            if (arguments.wants(name)) {
                work.add(() -> upload(file, target.asFolder().below(name)));
            }
        });
        return carryOut(work);
    }

    private int download(S3Location source, String to) {
        if (arguments.has("--recursive")) {
            throw new UsageError("the sandbox's box copies single objects only from S3");
        }
        return carryOut(List.of(() -> attempt("download failed: " + source, "GetObject", () -> {
            var object = s3.getObjectAsBytes(get -> get.bucket(source.bucket()).key(source.key()));
            if (to.equals("-")) {
                terminal.out(object.asUtf8String().stripTrailing());
                return;
            }
            var given = folder(to);
            var name = source.key().substring(source.key().lastIndexOf('/') + 1);
            var file = Files.isDirectory(given) ? given.resolve(name) : given;
            reading(() -> Files.write(file, object.asByteArrayUnsafe()));
            say("download: " + source + " to " + shown(file));
        })));
    }

    private int remove(S3Location target) {
        if (!arguments.has("--recursive")) {
            return carryOut(List.of(() -> delete(target)));
        }
        return carryOut(objectsBelow(target).keySet().stream()
                .filter(arguments::wants)
                .<Callable<Boolean>>map(name -> () -> delete(target.below(name)))
                .toList());
    }

    private int list(S3Location target) {
        var pages = s3.listObjectsV2Paginator(list ->
                list.bucket(target.bucket()).prefix(target.key()).delimiter(arguments.has("--recursive") ? null : "/"));
        int shown = 0;
        for (var page : pages) {
            page.commonPrefixes()
                    .forEach(folder -> terminal.out(" ".repeat(27) + "PRE " + listedName(target, folder.prefix())));
            page.contents()
                    .forEach(object -> terminal.out("%s %10d %s"
                            .formatted(
                                    LISTED.format(object.lastModified()),
                                    object.size(),
                                    listedName(target, object.key()))));
            shown += page.commonPrefixes().size() + page.contents().size();
        }
        return shown == 0 && !target.key().isEmpty() ? SOME_FAILED : 0;
    }

    private String listedName(S3Location target, String key) {
        return arguments.has("--recursive") ? key : key.substring(target.key().lastIndexOf('/') + 1);
    }

    private boolean upload(Path file, S3Location target) {
        return put(shown(file), reading(() -> Files.readAllBytes(file)), target);
    }

    private boolean put(String shown, byte[] content, S3Location target) {
        return attempt("upload failed: " + shown + " to " + target, "PutObject", () -> {
            var type = arguments
                    .contentType()
                    .or(() -> ContentTypes.guess(target.key()))
                    .orElse("binary/octet-stream");
            s3.putObject(
                    put -> put.bucket(target.bucket()).key(target.key()).contentType(type),
                    RequestBody.fromBytes(content));
            say("upload: " + shown + " to " + target);
        });
    }

    private boolean delete(S3Location target) {
        return attempt("delete failed: " + target, "DeleteObject", () -> {
            s3.deleteObject(delete -> delete.bucket(target.bucket()).key(target.key()));
            say("delete: " + target);
        });
    }

    private boolean attempt(String failure, String operation, Runnable work) {
        try {
            work.run();
            return true;
        } catch (S3Exception e) {
            terminal.err(failure + " " + AwsCli.errorText(e, operation));
        } catch (UncheckedIOException e) {
            terminal.err(failure + " " + e.getCause());
        }
        return false;
    }

    private static int carryOut(List<Callable<Boolean>> work) {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            boolean allDone = true;
            for (var done : threads.invokeAll(work)) {
                allDone &= done.get();
            }
            return allDone ? 0 : SOME_FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SOME_FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Path> filesBelow(Path folder) {
        try (var files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> folder.relativize(file).toString(), file -> file, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, S3Object> objectsBelow(S3Location folder) {
        return s3.listObjectsV2Paginator(list -> list.bucket(folder.bucket()).prefix(folder.key())).contents().stream()
                .collect(Collectors.toMap(
                        object -> object.key().substring(folder.key().length()),
                        object -> object,
                        (a, b) -> a,
                        TreeMap::new));
    }

    private int noSuchPath(Path path) {
        terminal.err("\nThe user-provided path " + path + " does not exist.");
        return NO_SUCH_PATH;
    }

    private Path folder(String given) {
        return workingDirectory.resolve(given).normalize();
    }

    private String shown(Path file) {
        var relative = workingDirectory.relativize(file).toString();
        return relative.contains("/") ? relative : "./" + relative;
    }

    private void say(String line) {
        if (!arguments.isQuiet()) {
            terminal.out(line);
        }
    }

    private static <T> T reading(Callable<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
