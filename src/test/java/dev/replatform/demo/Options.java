package dev.replatform.demo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./demo} was asked for.
 *
 * @param keep whether everything stays up after the proofs
 * @param manual whether the user approves the cutover
 * @param help whether only the help is wanted
 * @param kubeconfig the cluster to use; empty for the sandbox's API server
 * @param dump the database to rehearse with, {@link #STANDARD_INPUT} for standard input; empty for the sample
 * @param manifests the folder of the user's own YAML; empty for the examples
 * @param inCluster whether the operator is the one that the chart has installed in that cluster
 * @param address where the cluster's pods reach this machine; empty for the one from which the API server is reached
 */
public record Options(
        boolean keep,
        boolean manual,
        boolean help,
        Optional<Path> kubeconfig,
        Optional<Path> dump,
        Optional<Path> manifests,
        boolean inCluster,
        Optional<InetAddress> address) {
    public static final Options NONE = new Given().options();

    /** In place of a dump's file. */
    static final Path STANDARD_INPUT = Path.of("-");

    /** What {@code ./demo --help} prints. */
    public static final String HELP = """
            Usage: ./demo [--keep] [--manual] [--kubeconfig FILE [--in-cluster [--address IP]]]
                          [--database FILE [--manifests FOLDER]]

            Moves an application off its one box, on this machine and for real where it can be: rows into a PostgreSQL of
            its own, image files into S3 and out of a CDN, six settings into SSM, by the operator as users deploy it and
            the YAML of examples/cloudtalents. At the end it proves, from outside, that nothing was lost.

              --keep               stay up after the proofs, and print what kubectl, aws and psql need to look round
                                   (export KUBECONFIG=..., export AWS_ENDPOINT_URL=..., keys and region,
                                   export PGSERVICEFILE=...); Ctrl-C ends it
              --manual             wait for you to approve the cutover, and print the command
              --kubeconfig FILE    use this cluster instead of the sandbox's own API server; AWS stays the sandbox.
                                   CRDs and the namespace are made there, and removed at the end if they were not there
                                   before
              --in-cluster         the operator is the one that the chart has installed there, with the values of
                                   deploy/demo/values.yaml: it is given the sandbox as its AWS and restarted.
                                   Pods must reach this machine, and whoever reaches it reaches the sandbox
              --address IP         where pods reach this machine; default: the address from which it reaches the cluster
              --database FILE      the rehearsal: this dump takes the sample database's place. FILE is what pg_dump or
                                   pg_dumpall writes: plain SQL, gzipped or not, or, where pg_restore is on the PATH, the
                                   custom, tar or directory format; - reads standard input. What is not whole is refused
                                   by line and table. The application writes to a table of its own, public.app_witness.
                                   rehearsal.md and rehearsal.html of the current folder tell what was found, and the
                                   last line is the verdict; docs/rehearsal.md says more
              --manifests FOLDER   rehearse this YAML (Database, Migration, and ImageStore, AppConfig, Secrets where there
                                   are any) instead of the examples'; what it names in AWS is made in the sandbox
              --help               this

            Exit code: 0 if all proofs hold and nothing blocks, 1 if one does not or the journey comes to no end, 2 for a
            wrong option or a dump that cannot be read.
            Needs a JDK 17 or later, and Maven Central for the first build. Nothing else is installed; Ctrl-C leaves no
            process and no folder behind, and what a killed demo leaves the next one clears away.
            """;

    /** The options as they are read, one after the other. */
    private static final class Given {
        private boolean keep;
        private boolean manual;
        private boolean help;
        private Optional<Path> kubeconfig = Optional.empty();
        private Optional<Path> dump = Optional.empty();
        private Optional<Path> manifests = Optional.empty();
        private boolean inCluster;
        private Optional<InetAddress> address = Optional.empty();

        void take(String option, ArrayDeque<String> left) {
            switch (option) {
                case "--keep" -> keep = true;
                case "--manual" -> manual = true;
                case "--help", "-h" -> help = true;
                case "--kubeconfig" -> kubeconfig = Optional.of(file(option, left));
                case "--database" -> dump = Optional.of(dump(option, left));
                case "--manifests" -> manifests = Optional.of(folder(option, left));
                case "--in-cluster" -> inCluster = true;
                case "--address" -> address = Optional.of(address(option, left));
                default -> throw wrong("unknown option " + option);
            }
        }

        Options options() {
            return new Options(keep, manual, help, kubeconfig, dump, manifests, inCluster, address);
        }
    }

    /** @throws IllegalArgumentException naming the option that is wrong */
    public static Options parse(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        var given = new Given();
        while (!left.isEmpty()) {
            given.take(left.remove(), left);
        }
        var options = given.options();
        options.check();
        return options;
    }

    private void check() {
        if (inCluster && kubeconfig.isEmpty()) {
            throw wrong("--in-cluster needs --kubeconfig FILE");
        }
        if (address.isPresent() && !inCluster) {
            throw wrong("--address goes with --in-cluster");
        }
        if (manifests.isPresent() && dump.isEmpty()) {
            throw wrong("--manifests goes with --database FILE");
        }
    }

    /** @return these, on the cluster of that kubeconfig */
    Options on(Path cluster) {
        return new Options(keep, manual, help, Optional.of(cluster), dump, manifests, inCluster, address);
    }

    /** @return these, with the operator that is in the cluster */
    Options operatedFromInside() {
        return new Options(keep, manual, help, kubeconfig, dump, manifests, true, address);
    }

    /** @return these, for pods that reach this machine there */
    Options reachedAt(InetAddress reached) {
        return new Options(keep, manual, help, kubeconfig, dump, manifests, inCluster, Optional.of(reached));
    }

    private static InetAddress address(String option, ArrayDeque<String> left) {
        var text = left.isEmpty() ? "" : left.remove();
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw wrong(option + " needs an IP address of this machine");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(option + ": " + text + " is no IP address", e);
        }
    }

    /** A dump in the directory format is a folder. */
    private static Path dump(String option, ArrayDeque<String> left) {
        var path = path(option, "file", left);
        return path.equals(STANDARD_INPUT) ? path : readable(option, path);
    }

    private static Path file(String option, ArrayDeque<String> left) {
        var file = readable(option, path(option, "file", left));
        if (Files.isDirectory(file)) {
            throw wrong(option + " needs a file, and " + file + " is a folder");
        }
        return file;
    }

    private static Path folder(String option, ArrayDeque<String> left) {
        var folder = readable(option, path(option, "folder", left));
        if (!Files.isDirectory(folder)) {
            throw wrong(option + " needs a folder, and " + folder + " is none");
        }
        return folder;
    }

    private static Path path(String option, String what, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw wrong(option + " needs a " + what);
        }
        return Path.of(left.remove());
    }

    private static Path readable(String option, Path path) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(option + ": there is no file " + path + " that can be read");
        }
        return path.toAbsolutePath();
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + ": see ./demo --help");
    }
}
