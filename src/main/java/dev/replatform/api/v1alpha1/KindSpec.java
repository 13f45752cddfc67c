package dev.replatform.api.v1alpha1;

/** What the spec of every kind has. */
public interface KindSpec {
    /** @return whether the operator acts or only looks; null for Manage */
    ManagementPolicy managementPolicy();
}
