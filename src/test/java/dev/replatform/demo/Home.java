package dev.replatform.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The project's folder, with what its build has left in {@code target}.
 *
 * @param root where {@code pom.xml} stands
 */
record Home(Path root) {
    /** {@code ./demo} names it; a test runs in it. */
    static Home find() {
        return new Home(Path.of(System.getProperty("replatform.home", "")).toAbsolutePath());
    }

    /** The operator's class path, as its image has it: nothing of the test tree. */
    String operatorClassPath() {
        return root.resolve("target/classes") + File.pathSeparator + runtimeJars();
    }

    /** The application's: nothing of the product, but libraries that it uses too. */
    String appClassPath() {
        return root.resolve("target/test-classes") + File.pathSeparator + runtimeJars();
    }

    Path crds() {
        return root.resolve("crds");
    }

    /** The rights that the operator is given in AWS. */
    Path rights() {
        return root.resolve("deploy/iam");
    }

    Path examples() {
        return root.resolve("examples/cloudtalents");
    }

    private String runtimeJars() {
        try {
            return Files.readString(root.resolve("target/runtime.classpath")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the project is not built: ./mvnw test-compile", e);
        }
    }
}
