package dev.replatform.install.iam;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.utils.StringUtils;

/** Every operation of AWS that the operator's byte code calls, as {@code service:Operation}. */
final class OperatorCalls {
    private static final Pattern CLIENT =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.[a-z0-9]+\\.[A-Za-z0-9]+Client");

    private OperatorCalls() {}

    static Set<String> inByteCode() {
        var calls = new TreeSet<String>();
        new ClassFileImporter()
                .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.replatform.aws").stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call ->
                                CLIENT.matcher(call.getTargetOwner().getName()).matches()
                                        && !Set.of("close", "builder").contains(call.getName()))
                        .forEach(call -> calls.add(serviceOf(call.getTargetOwner()) + ":" + operation(call.getName())));
        return calls;
    }

    /** {@code describeDBInstancesPaginator} and {@code getObjectAsBytes} are the SDK's ways to call an operation. */
    private static String operation(String method) {
        return StringUtils.capitalize(method.replaceFirst("(Paginator|AsBytes)$", ""));
    }

    private static String serviceOf(JavaClass client) {
        try {
            return (String)
                    Class.forName(client.getName()).getField("SERVICE_NAME").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(client.getName() + " does not say its service", e);
        }
    }
}
