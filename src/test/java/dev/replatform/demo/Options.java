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
 * @param help whether only the help is wanted
 * @param kubeconfig the cluster to use; empty for the sandbox's API server
 * @param dump the database to rehearse with; empty for the sample
 * @param inCluster whether the operator is the one that the chart has installed in that cluster
 * @param address where the cluster's pods reach this machine; empty for the one from which the API server is reached
 */
public record Options(
        boolean keep,
        boolean help,
        Optional<Path> kubeconfig,
        Optional<Path> dump,
        boolean inCluster,
        Optional<InetAddress> address) {
    public static final Options NONE =
            new Options(false, false, Optional.empty(), Optional.empty(), false, Optional.empty());

    /** In place of a dump's file. */
    static final Path STANDARD_INPUT = Path.of("-");

    /** What {@code ./demo --help} prints. */
    public static final String HELP = """
            Usage: ./demo [--keep] [--kubeconfig FILE [--in-cluster [--address IP]]] [--database FILE.sql]

            Moves an application off its one box, on this machine and for real where it can be: rows into a PostgreSQL of
            its own, image files into S3 and out of a CDN, six settings into SSM, by the operator as users deploy it and
            the YAML of examples/cloudtalents. At the end it proves, from outside, that nothing was lost.

              --keep               stay up after the proofs, and print what kubectl and aws need to look round
                                   (export KUBECONFIG=..., export AWS_ENDPOINT_URL=..., keys and region); Ctrl-C ends it
              --kubeconfig FILE    use this cluster instead of the sandbox's own API server; AWS stays the sandbox.
                                   CRDs and the namespace cloudtalents are made there, and removed at the end if they
                                   were not there before
              --in-cluster         the operator is the one that the chart has installed there, with the values of
                                   deploy/demo/values.yaml: it is given the sandbox as its AWS and restarted.
                                   Pods must reach this machine, and whoever reaches it reaches the sandbox
              --address IP         where pods reach this machine; default: the address from which it reaches the cluster
              --database FILE.sql  the rehearsal: this dump (plain, as pg_dump writes it) takes the sample database's
                                   place, the application writes to a table of its own, app_witness, and all proofs are
                                   the same; what cannot be taken is named, object by object
              --help               this

            Exit code: 0 if all proofs hold, 1 if one does not or the journey comes to no end, 2 for a wrong option.
            Needs a JDK 17 or later, and Maven Central for the first build. Nothing else is installed; Ctrl-C leaves no
            process and no folder behind, and what a killed demo leaves the next one clears away.
            """;

    /** @throws IllegalArgumentException naming the option that is wrong */
    public static Options parse(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        var options = NONE;
        while (!left.isEmpty()) {
            var option = left.remove();
            options = switch (option) {
                case "--keep" -> options.andKeep();
                case "--help", "-h" -> options.andHelp();
                case "--kubeconfig" -> options.on(file(option, left));
                case "--database" -> options.rehearsing(file(option, left));
                case "--in-cluster" -> options.operatedFromInside();
                case "--address" -> options.reachedAt(address(option, left));
                default -> throw new IllegalArgumentException("unknown option " + option + ": see ./demo --help");
            };
        }
        options.check();
        return options;
    }

    private void check() {
        if (inCluster && kubeconfig.isEmpty()) {
            throw new IllegalArgumentException("--in-cluster needs --kubeconfig FILE: see ./demo --help");
        }
        if (address.isPresent() && !inCluster) {
            throw new IllegalArgumentException("--address goes with --in-cluster: see ./demo --help");
        }
    }

    private Options andKeep() {
        return new Options(true, help, kubeconfig, dump, inCluster, address);
    }

    private Options andHelp() {
        return new Options(keep, true, kubeconfig, dump, inCluster, address);
    }

    /** @return these, on the cluster of that kubeconfig */
    Options on(Path cluster) {
        return new Options(keep, help, Optional.of(cluster), dump, inCluster, address);
    }

    private Options rehearsing(Path database) {
        return new Options(keep, help, kubeconfig, Optional.of(database), inCluster, address);
    }

    /** @return these, with the operator that is in the cluster */
    Options operatedFromInside() {
        return new Options(keep, help, kubeconfig, dump, true, address);
    }

    /** @return these, for pods that reach this machine there */
    Options reachedAt(InetAddress reached) {
        return new Options(keep, help, kubeconfig, dump, inCluster, Optional.of(reached));
    }

    private static InetAddress address(String option, ArrayDeque<String> left) {
        var text = left.isEmpty() ? "" : left.remove();
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(option + " needs an IP address of this machine: see ./demo --help");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(option + ": " + text + " is no IP address", e);
        }
    }

    private static Path file(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a file: see ./demo --help");
        }
        var file = Path.of(left.remove());
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": there is no file " + file + " that can be read");
        }
        return file.toAbsolutePath();
    }
}
