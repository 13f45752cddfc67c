package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Whether the operator acts or only looks. */
public enum ManagementPolicy {
    Manage,
    Observe,
    /** Written for a newer operator; the CRD does not list it. */
    @JsonEnumDefaultValue
    UNKNOWN
}
