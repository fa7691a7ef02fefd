{{/* Names and labels. Component names are part of selectors: they never change. */}}

{{/* The start of all names. A long one ends with a checksum, because names that differ only at the end stay different. */}}
{{- define "clearml.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := printf "%s-%s" .Release.Name $name -}}
{{- if contains $name .Release.Name }}{{ $full = .Release.Name }}{{ end -}}
{{- $full = default $full .Values.fullnameOverride -}}
{{- if gt (len $full) 36 }}{{ $full = printf "%s-%s" (trunc 27 $full | trimSuffix "-") (sha256sum $full | trunc 8) }}{{ end -}}
{{- $full -}}
{{- end -}}

{{/* The labels of a selector: dict "root" $ "component" "apiserver". */}}
{{- define "clearml.selectorLabels" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "clearml.labels" -}}
{{ include "clearml.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: clearml
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* A pod's labels: no chart version, so that a new chart alone restarts nothing. */}}
{{- define "clearml.podLabels" -}}
{{ include "clearml.selectorLabels" . }}
app.kubernetes.io/part-of: clearml
{{- end -}}

{{/* An image reference: dict "root" $ "image" .Values.redis.image. */}}
{{- define "clearml.image" -}}
{{- $image := .image -}}
{{- $reference := printf "%s/%s:%s" (default .root.Values.global.imageRegistry $image.registry) $image.repository (default .root.Chart.AppVersion $image.tag) -}}
{{- if $image.digest }}{{ $reference = printf "%s@%s" $reference $image.digest }}{{ end -}}
{{- $reference -}}
{{- end -}}

{{- define "clearml.serviceAccountName" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create }}{{ include "clearml.fullname" . }}
{{- else }}default{{ end -}}
{{- end -}}

{{/* Spreads several pods of a component over the nodes: dict "root" $ "component" "apiserver". A single pod has it as
     well, or a change of the number would restart it. */}}
{{- define "clearml.topologySpread" -}}
{{- $values := index .root.Values .component -}}
{{- if $values.topologySpreadConstraints -}}
topologySpreadConstraints: {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
{{- else -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "clearml.selectorLabels" . | nindent 8 }}
{{- end -}}
{{- end -}}

{{/* What every pod has: no API token, and no environment variables named after Services, which the server would
     read as settings (a Service clearml-mongodb gives CLEARML_MONGODB_SERVICE_HOST). */}}
{{- define "clearml.podSpec" -}}
serviceAccountName: {{ include "clearml.serviceAccountName" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.imageCredentials }}
{{- if .enabled }}
imagePullSecrets:
  - name: {{ default (printf "%s-registry" (include "clearml.fullname" $.root)) .existingSecret }}
{{- end }}
{{- end }}
{{- with default .root.Values.global.priorityClassName .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.podSecurityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* env from a key of the credentials Secret: list $ "NAME" "key". A fourth item names another Secret. */}}
{{- define "clearml.secretEnv" -}}
- name: {{ index . 1 }}
  valueFrom:
    secretKeyRef:
      name: {{ if eq (len .) 4 }}{{ index . 3 }}{{ else }}{{ include "clearml.secretName" (index . 0) }}{{ end }}
      key: {{ index . 2 }}
{{- end -}}

{{/* How a container of the server's image starts. The entrypoint is executable for root only; others read it. */}}
{{- define "clearml.serverCommand" -}}
{{- if .podSecurityContext.runAsNonRoot }}
command: [bash, /opt/clearml/entrypoint.sh]
{{- end }}
{{- end -}}

{{/* A container's variables: list YAML-of-the-chart's extraEnvs. One of the user's replaces the chart's of that name. */}}
{{- define "clearml.env" -}}
{{- $extra := index . 1 -}}
{{- $names := list -}}
{{- range $extra }}{{ $names = append $names .name }}{{ end -}}
{{- $variables := list -}}
{{- range index . 0 | fromYamlArray -}}
{{- if not (has .name $names) }}{{ $variables = append $variables . }}{{ end -}}
{{- end -}}
{{- toYaml (concat $variables $extra) -}}
{{- end -}}
