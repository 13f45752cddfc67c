package dev.replatform.appconfig;

/** What the tests of AppConfig apply: the sample application's objects. */
final class SampleYaml {
    static final String MAY_ASSUME = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "ec2.amazonaws.com"}}]}""";

    static final String APP_CONFIG = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup, namespace: cloudtalents}
            spec:
              path: /cloudtalents/startup
              parameters:
              - {name: color, value: blue}
              - {name: secret_key, generate: {length: 50}}
              - {name: db_user, type: String, valueFrom: {migrationRef: {name: mvp, field: activeUsername}}}
              - {name: db_password, valueFrom: {migrationRef: {name: mvp, field: activePassword}}}
              - {name: database_endpoint, valueFrom: {migrationRef: {name: mvp, field: activeHost}}}
              - {name: database_uri, valueFrom: {migrationRef: {name: mvp, field: activeUri}}}
              access: {roleName: cloudtalents-ec2}
              onChange:
                runCommand:
                  targets: [{key: "tag:App", values: [mvp]}]
                  commands: ["systemctl restart gunicorn"]
            """;

    static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, namespace: cloudtalents}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
              target: {databaseRef: {name: mvp}, appCredentials: {secretRef: {name: mvp-target}}}
              replicationInstance: {create: {class: dms.t3.medium, subnetIds: [a, b]}}
            """;

    private SampleYaml() {}
}
