package dev.replatform.sandbox.aws.box;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An EC2 instance: whatever a command says of {@code /opt/app}, and of what else the box holds, happens in a folder of this machine. */
public final class Box {
    private static final Pattern WITHOUT_QUOTING = Pattern.compile("[\\w./-]+");

    private final String instanceId;
    private final Path folder;
    private final String roleName;
    private final String privateIp;
    private final Map<String, String> tags;
    private final Units units = new Units();
    private final List<String> held = new CopyOnWriteArrayList<>(List.of("/opt/app"));
    private final Map<String, String> standIns = new ConcurrentHashMap<>();
    private volatile boolean online = true;

    /**
     * @param folder stands for {@code /}: the application's files lie in {@code folder/opt/app}
     * @param roleName the role of its instance profile
     * @throws IllegalArgumentException where the folder's path would need quoting in a shell
     */
    public Box(String instanceId, Path folder, String roleName, String privateIp, Map<String, String> tags) {
        if (!WITHOUT_QUOTING.matcher(folder.toAbsolutePath().toString()).matches()) {
            throw new IllegalArgumentException("a box cannot lie in " + folder + ": its path would need quoting");
        }
        this.instanceId = instanceId;
        this.folder = folder.toAbsolutePath();
        this.roleName = roleName;
        this.privateIp = privateIp;
        this.tags = Map.copyOf(tags);
    }

    public String instanceId() {
        return instanceId;
    }

    public Path folder() {
        return folder;
    }

    public String roleName() {
        return roleName;
    }

    public String privateIp() {
        return privateIp;
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** @return whether the SSM agent answers */
    public boolean isOnline() {
        return online;
    }

    public void goOffline() {
        online = false;
    }

    public void comeOnline() {
        online = true;
    }

    /**
     * Gives the box a systemd unit, active from now on.
     *
     * @param unit {@code gunicorn}, without {@code .service}
     * @param handler carries out {@code start}, {@code stop} and {@code restart}
     */
    public void onService(String unit, ServiceHandler handler) {
        units.add(unit, handler);
    }

    Units units() {
        return units;
    }

    /** @param path one more folder of the box beside {@code /opt/app}, without a slash at its end */
    public void holds(String path) {
        held.add(path);
    }

    /**
     * Has a command stand for another, which is never run: what a stranger's YAML runs as root on the box is no command for
     * this machine.
     *
     * @param command whole lines of a script
     */
    public void standsFor(String command, String standIn) {
        standIns.put(command, standIn);
    }

    /** @return a command as it has to be written here */
    String toLocal(String text) {
        var local = text;
        for (var standIn : standIns.entrySet()) {
            local = Pattern.compile("^" + Pattern.quote(standIn.getKey()) + "$", Pattern.MULTILINE)
                    .matcher(local)
                    .replaceAll(Matcher.quoteReplacement(standIn.getValue()));
        }
        for (var path : held) {
            local = Pattern.compile("(?<![\\w./-])" + Pattern.quote(path) + "(?![\\w.-])")
                    .matcher(local)
                    .replaceAll(Matcher.quoteReplacement(folder + path));
        }
        return local;
    }

    /** @return output as the box would have written it */
    String fromLocal(String text) {
        var original = text;
        for (var path : held) {
            original = original.replace(folder + path, path);
        }
        return original;
    }
}
