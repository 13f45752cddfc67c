{{/* Name of the chart, for labels. */}}
{{- define "replatform.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of everything in the release's namespace. */}}
{{- define "replatform.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := include "replatform.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Name of everything that has no namespace, or lies in a watched one. A colon stands in no name of a namespace or a release,
so two releases never meet here.
*/}}
{{- define "replatform.clusterName" -}}
{{- printf "replatform:%s:%s" .Release.Namespace .Release.Name }}
{{- end }}

{{- define "replatform.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "replatform.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name: name the ServiceAccount to use, as serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Name of the Lease by which the release's pods agree which of them acts. */}}
{{- define "replatform.leaseName" -}}
{{- printf "%s-operator" (include "replatform.fullname" .) }}
{{- end }}

{{- define "replatform.selectorLabels" -}}
app.kubernetes.io/name: {{ include "replatform.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "replatform.labels" -}}
{{- $own := dict
      "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63)
      "app.kubernetes.io/version" (.Chart.AppVersion | toString)
      "app.kubernetes.io/managed-by" .Release.Service
      "app.kubernetes.io/part-of" "replatform" }}
{{- mergeOverwrite (deepCopy .Values.commonLabels) $own (include "replatform.selectorLabels" . | fromYaml) | toYaml }}
{{- end }}

{{- define "replatform.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{/* The label job of this release's metrics. */}}
{{- define "replatform.job" -}}
{{- printf "%s/%s" .Release.Namespace (include "replatform.fullname" .) }}
{{- end }}
