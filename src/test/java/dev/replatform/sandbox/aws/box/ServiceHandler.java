package dev.replatform.sandbox.aws.box;

/** What stands behind a systemd unit. */
@FunctionalInterface
public interface ServiceHandler {
    /**
     * @param action {@code start}, {@code stop} or {@code restart}
     * @throws Exception where it fails; systemctl then exits with 1
     */
    void act(String action) throws Exception;
}
