package dev.replatform.install.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One policy document.
 *
 * @param name of its file, without {@code .json}
 */
record Policy(String name, List<Statement> statements) {
    static final String VERSION = "2012-10-17";

    Stream<String> allowedActions() {
        return statements.stream().filter(Statement::allows).flatMap(statement -> statement.actions().stream());
    }

    /** @return the same with another in place of one of its statements; one that says nothing goes */
    Policy with(Statement statement, Statement other) {
        return new Policy(
                name,
                statements.stream()
                        .map(it -> it.equals(statement) ? other : it)
                        .filter(it -> !it.actions().isEmpty() && !it.resources().isEmpty())
                        .toList());
    }

    Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("Version", VERSION);
        members.put("Statement", statements.stream().map(Statement::members).toList());
        return members;
    }
}
