{{- define "replatform.hasCaBundle" -}}
{{- if and .Values.caBundle.configMapName .Values.caBundle.secretName }}
{{- fail "caBundle.configMapName and caBundle.secretName: set one of the two" }}
{{- end }}
{{- or .Values.caBundle.configMapName .Values.caBundle.secretName }}
{{- end }}

{{/* What the container is told; a variable of extraEnv takes the place of one of the chart's, as a list may name each once. */}}
{{- define "replatform.env" -}}
{{- $names := list }}
{{- range .Values.extraEnv }}
{{- $names = append $names .name }}
{{- end }}
{{- $env := list }}
{{- range include "replatform.settings" . | fromYamlArray }}
{{- if not (has .name $names) }}
{{- $env = append $env . }}
{{- end }}
{{- end }}
{{- concat $env .Values.extraEnv | toYaml }}
{{- end }}

{{/* The operator's settings. */}}
{{- define "replatform.settings" -}}
- name: REPLATFORM_CLUSTER_NAME
  value: {{ required "clusterName: set it to this cluster's name, never the same for two clusters of an AWS account" .Values.clusterName | quote }}
{{- with .Values.aws.region }}
- name: AWS_REGION
  value: {{ . | quote }}
{{- end }}
{{- with .Values.aws.endpointUrl }}
- name: AWS_ENDPOINT_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.watchNamespaces }}
- name: REPLATFORM_WATCH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
- name: REPLATFORM_PARAMETER_PREFIX
  value: {{ .Values.parameterPrefix | quote }}
- name: REPLATFORM_REQUIRE_ALLOW_TAG
  value: {{ .Values.requireAllowTag | quote }}
- name: REPLATFORM_PORT
  value: "8080"
- name: REPLATFORM_LEADER_ELECTION_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: REPLATFORM_LEASE_NAME
  value: {{ include "replatform.leaseName" . }}
- name: REPLATFORM_LOG_FORMAT
  value: {{ .Values.log.format }}
- name: REPLATFORM_LOG_LEVEL
  value: {{ .Values.log.level }}
{{- if include "replatform.hasCaBundle" . }}
- name: REPLATFORM_CA_BUNDLE
  value: /etc/replatform/ca/ca.crt
{{- end }}
{{- with .Values.proxy.httpsProxy }}
- name: HTTPS_PROXY
  value: {{ . | quote }}
{{- end }}
{{- with .Values.proxy.httpProxy }}
- name: HTTP_PROXY
  value: {{ . | quote }}
{{- end }}
{{- with .Values.proxy.noProxy }}
- name: NO_PROXY
  value: {{ . | quote }}
{{- end }}
{{- end }}
