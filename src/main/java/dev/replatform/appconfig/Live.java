package dev.replatform.appconfig;

import dev.replatform.aws.SsmParameters;
import dev.replatform.reconcile.Seen;

/**
 * A declared parameter that is in SSM.
 *
 * @param ours whether it carries our owner tag
 */
record Live(SsmParameters.Parameter parameter, Seen<Boolean> ours) {
    boolean holds(String text) {
        return parameter.value().equals(text);
    }
}
