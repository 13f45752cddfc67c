package dev.replatform.sandbox.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every AWS call that came over the wire, in order. A call counts when it begins, so none in flight is missed. */
public final class Calls {
    private static final Pattern READING = Pattern.compile("(Describe|Get|List|Head|Test).*");

    /**
     * @param service as signed for: {@code rds}, {@code dms}, {@code s3}, {@code cloudfront}, {@code ssm}, {@code iam},
     *     {@code sts}, {@code ec2}
     * @param operation as AWS writes it: {@code DescribeDBInstances}
     */
    public record Call(String service, String operation, Caller caller) {
        /** A write is whatever is not Describe, Get, List, Head or TestConnection. */
        public boolean isWrite() {
            return !READING.matcher(operation).matches();
        }

        @Override
        public String toString() {
            return service + ":" + operation;
        }
    }

    /** Some of the calls, and what can be counted about them. */
    public record Tally(List<Call> calls) {
        public int count() {
            return calls.size();
        }

        public long count(String service) {
            return calls.stream().filter(call -> call.service().equals(service)).count();
        }

        public long count(String service, String operation) {
            return calls.stream()
                    .filter(call ->
                            call.service().equals(service) && call.operation().equals(operation))
                    .count();
        }

        public Map<String, Long> byService() {
            return countedBy(Call::service);
        }

        /** @return how often by {@code service:operation} */
        public Map<String, Long> byOperation() {
            return countedBy(Call::toString);
        }

        public Tally writes() {
            return only(Call::isWrite);
        }

        /** @return the calls signed with this key: the operator's, say, without the demo's and the box's */
        public Tally by(String accessKeyId) {
            return only(call -> accessKeyId.equals(call.caller().accessKeyId()));
        }

        private Tally only(Predicate<Call> wanted) {
            return new Tally(calls.stream().filter(wanted).toList());
        }

        private Map<String, Long> countedBy(Function<Call, String> key) {
            return calls.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
        }
    }

    private final List<Call> calls = new ArrayList<>();

    synchronized void record(Call call) {
        calls.add(call);
    }

    public Tally all() {
        return since(0);
    }

    /** @return a place in the record, for {@link #since} */
    public synchronized int mark() {
        return calls.size();
    }

    /** @param mark a place taken earlier */
    public synchronized Tally since(int mark) {
        return new Tally(List.copyOf(calls.subList(mark, calls.size())));
    }
}
