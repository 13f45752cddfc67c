package dev.replatform.install.iam;

/** A tag, as each service wants it. */
final class AwsTags {
    private AwsTags() {}

    static software.amazon.awssdk.services.rds.model.Tag rds(String key, String value) {
        return software.amazon.awssdk.services.rds.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    static software.amazon.awssdk.services.databasemigration.model.Tag dms(String key, String value) {
        return software.amazon.awssdk.services.databasemigration.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    static software.amazon.awssdk.services.ssm.model.Tag ssm(String key, String value) {
        return software.amazon.awssdk.services.ssm.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    static software.amazon.awssdk.services.iam.model.Tag iam(String key, String value) {
        return software.amazon.awssdk.services.iam.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    static software.amazon.awssdk.services.cloudfront.model.Tag cloudFront(String key, String value) {
        return software.amazon.awssdk.services.cloudfront.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }
}
