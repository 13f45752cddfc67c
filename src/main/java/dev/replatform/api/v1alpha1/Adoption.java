package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Whether an AWS resource that this object did not make may become its own. */
public enum Adoption {
    Never,
    WhenPlanIsEmpty,
    Always,
    /** Written for a newer operator; the CRD does not list it. */
    @JsonEnumDefaultValue
    UNKNOWN
}
