package dev.replatform.install;

import java.util.Map;

/** Sets of values with which the chart is tried as a whole, on a cluster too. */
public final class Values {
    /** All that can be switched on. */
    public static final String EVERYTHING = """
            replicaCount: 3
            aws: {region: eu-west-1, endpointUrl: "http://10.123.0.1:4566"}
            image: {digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
            imagePullSecrets: [{name: registry}]
            commonLabels: {release: prometheus}
            podAnnotations: {example.com/a: b}
            podLabels: {team: shop}
            serviceAccount: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/replatform"}}
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{operator: Exists}]
            affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {team: shop}}}]
            priorityClassName: system-cluster-critical
            hostNetwork: true
            dnsPolicy: ClusterFirstWithHostNet
            hostAliases: [{ip: 10.0.0.1, hostnames: [box]}]
            strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}
            extraEnv: [{name: TZ, value: UTC}]
            extraEnvFrom: [{configMapRef: {name: more, optional: true}}]
            extraVolumes: [{name: more, configMap: {name: more, optional: true}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-more"}, data: {a: b}}]
            caBundle: {configMapName: company-ca}
            proxy: {httpsProxy: "http://proxy:3128", httpProxy: "http://proxy:3128", noProxy: .svc}
            log: {format: text, level: DEBUG}
            networkPolicy: {enabled: true}
            metrics:
              serviceMonitor: {enabled: true}
              podMonitor: {enabled: true}
              prometheusRule: {enabled: true}
              dashboard: {enabled: true}
            """;

    private Values() {}

    /** @return sets by name, whose objects a server or a validator should take */
    public static Map<String, String> toBeAccepted() {
        return Map.of(
                "least", Chart.LEAST,
                "everything", Chart.LEAST + "\n" + EVERYTHING,
                "list",
                        Chart.LEAST
                                + "\nwatchNamespaces: [shop, blog]\nreplicaCount: 1\ncaBundle: {secretName: company-ca}");
    }
}
