package dev.replatform.sandbox.aws.box;

import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A program called on the box.
 *
 * @param input what stands on its standard input, read only where an argument is {@code -}
 */
record Invocation(
        Box box, String program, Path workingDirectory, List<String> arguments, SdkBytes input, Terminal terminal) {
    /** What the sandbox plays on the box. */
    @FunctionalInterface
    interface Program {
        /** @return the exit code */
        int run(Invocation invocation);
    }
}
