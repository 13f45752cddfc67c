package dev.replatform.sandbox.aws;

import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Refuses what a request says and the sandbox would not do: a member ignored in silence is a test that lies. */
public final class ServedMembers {
    private ServedMembers() {}

    /**
     * @param request what a client sent
     * @param served the members that the operation honours, as the AWS API names them
     * @throws UnsupportedOperationException naming the first member that is set and not served
     */
    public static void only(SdkPojo request, String... served) {
        var known = Set.of(served);
        for (var field : request.sdkFields()) {
            var value = field.getValueOrDefault(request);
            var set = value != null
                    && !(value instanceof SdkAutoConstructList)
                    && !(value instanceof SdkAutoConstructMap);
            if (set && !known.contains(field.memberName())) {
                throw new UnsupportedOperationException("member " + field.memberName() + " of "
                        + request.getClass().getSimpleName() + " is not served by the sandbox");
            }
        }
    }
}
