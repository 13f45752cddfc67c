package dev.replatform.demo;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The four custom resources of the examples, in the order in which a person reads about them. */
public enum Kind {
    DATABASE("Database", "databases", "mvp"),
    MIGRATION("Migration", "migrations", "mvp"),
    IMAGE_STORE("ImageStore", "imagestores", "images"),
    APP_CONFIG("AppConfig", "appconfigs", "startup");

    private final String kind;
    private final String plural;
    private final String object;

    Kind(String kind, String plural, String object) {
        this.kind = kind;
        this.plural = plural;
        this.object = object;
    }

    /** @return the name of the example's object of this kind */
    public String object() {
        return object;
    }

    /** @return what a generic client asks the API server for */
    public ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup("replatform.dev")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    @Override
    public String toString() {
        return kind;
    }
}
