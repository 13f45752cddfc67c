package dev.replatform.demo.proof;

/** One line of the final table: something that must be true when the application has moved. */
public interface Proof {
    /** @return what is proved, in a word or two */
    String subject();

    /**
     * Looks.
     *
     * @return what was found, whether or not it holds
     * @throws Exception whatever keeps it from looking; a proof that cannot look does not hold
     */
    Verdict look() throws Exception;

    /** @return the verdict, with what kept it from looking as a failure */
    default Verdict verdict() {
        try {
            return look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.red("interrupted");
        } catch (Exception e) {
            return Verdict.red("cannot look: " + e.toString().replaceAll("\\s+", " "));
        }
    }
}
