package dev.replatform.migration.dms;

import dev.replatform.aws.AwsClients;
import dev.replatform.migration.Means;
import dev.replatform.reconcile.Step;
import java.util.function.Consumer;

/**
 * One call to AWS. Two steps of one sentence do the same: the sentence names what is done and to what.
 *
 * @param needsTime whether the steps after it wait for the next look
 */
public record AwsStep(String sentence, boolean needsTime, Consumer<AwsClients> call) implements Step<Means> {
    public AwsStep(String sentence, Consumer<AwsClients> call) {
        this(sentence, false, call);
    }

    @Override
    public void act(Means means) {
        call.accept(means.aws());
    }

    /** The verb of the sentence. */
    @Override
    public String action() {
        return sentence.substring(0, sentence.indexOf(' '));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AwsStep that && sentence.equals(that.sentence);
    }

    @Override
    public int hashCode() {
        return sentence.hashCode();
    }
}
