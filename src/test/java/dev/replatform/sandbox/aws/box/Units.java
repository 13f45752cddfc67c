package dev.replatform.sandbox.aws.box;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The systemd units of a box, with systemctl's texts and exit codes. https://man7.org/linux/man-pages/man1/systemctl.1.html */
final class Units {
    private static final Logger LOG = LoggerFactory.getLogger(Units.class);
    private static final Set<String> ACTIONS = Set.of("start", "stop", "restart");
    private static final int FAILED = 1;
    private static final int NOT_ACTIVE = 3;
    private static final int NO_SUCH_UNIT = 4;
    private static final int NOT_LOADED = 5;

    private record Unit(ServiceHandler handler, String state) {}

    private final Map<String, Unit> units = new ConcurrentHashMap<>();

    void add(String name, ServiceHandler handler) {
        units.put(name, new Unit(handler, "active"));
    }

    int systemctl(List<String> arguments, Terminal terminal) {
        var command = arguments.isEmpty() ? "" : arguments.get(0);
        if (arguments.size() == 2 && ACTIONS.contains(command)) {
            return act(command, name(arguments.get(1)), terminal);
        }
        if (arguments.size() == 2 && command.equals("is-active")) {
            return isActive(name(arguments.get(1)), terminal);
        }
        terminal.err("Unknown command verb " + String.join(" ", arguments) + ".");
        return FAILED;
    }

    private int act(String action, String name, Terminal terminal) {
        var unit = units.get(name);
        if (unit == null) {
            terminal.err("Failed to " + action + " " + name + ".service: Unit " + name + ".service not found.");
            return NOT_LOADED;
        }
        try {
            unit.handler().act(action);
            units.put(name, new Unit(unit.handler(), action.equals("stop") ? "inactive" : "active"));
            return 0;
        } catch (Exception e) {
            LOG.warn("{} of {} fails", action, name, e);
            units.put(name, new Unit(unit.handler(), "failed"));
            terminal.err("Job for " + name
                    + ".service failed because the control process exited with error code.\nSee \"systemctl status "
                    + name + ".service\" and \"journalctl -xeu " + name + ".service\" for details.");
            return FAILED;
        }
    }

    private int isActive(String name, Terminal terminal) {
        var unit = units.get(name);
        var state = unit == null ? "inactive" : unit.state();
        terminal.out(state);
        if (unit == null) {
            return NO_SUCH_UNIT;
        }
        return state.equals("active") ? 0 : NOT_ACTIVE;
    }

    private static String name(String argument) {
        return argument.replaceFirst("\\.service$", "");
    }
}
