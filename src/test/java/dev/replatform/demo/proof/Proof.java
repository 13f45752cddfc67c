package dev.replatform.demo.proof;

import java.util.concurrent.Callable;

/** Something that must be true when the application has moved. */
public interface Proof {
    /**
     * Looks.
     *
     * @return what was found, whether or not it holds
     * @throws Exception whatever keeps it from looking
     */
    Verdict look() throws Exception;

    /** @return what was found; a proof that cannot be set up or cannot look does not hold */
    static Verdict verdict(Callable<? extends Proof> proof) {
        try {
            return proof.call().look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.red("interrupted");
        } catch (Exception e) {
            return Verdict.red("cannot look: " + e.toString().replaceAll("\\s+", " "));
        }
    }
}
