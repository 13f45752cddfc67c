package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What becomes of the AWS side when the object is deleted. */
public enum RetainPolicy {
    Retain,
    /** Written for a newer operator; the CRD does not list it. */
    @JsonEnumDefaultValue
    UNKNOWN
}
