{{/* What the jobs around the server have in common: upgrade check, backup, restore, test. */}}

{{/* The scripts of a ConfigMap: list $ "a.py" "b.sh". */}}
{{- define "clearml.scripts" -}}
{{- $root := first . -}}
{{- range rest . }}
{{ . }}: |
{{- required (printf "files/%s is missing" .) ($root.Files.Get (printf "files/%s" .)) | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Nothing that these jobs do needs more than this. */}}
{{- define "clearml.jobContainerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "clearml.jobPodSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* MongoDB's connection strings. */}}
{{- define "clearml.jobMongodbEnv" -}}
{{- $secret := include "clearml.databaseSecretName" (list . "mongodb") -}}
{{- if .Values.mongodb.enabled -}}
{{- $url := printf "mongodb://root:$(MONGODB_PASSWORD)@%s-mongodb:27017/%%s?authSource=admin" (include "clearml.fullname" .) -}}
{{ include "clearml.secretEnv" (list . "MONGODB_PASSWORD" "mongodb_password" $secret) }}
- name: MONGODB_BACKEND_URL
  value: {{ printf $url "backend" }}
- name: MONGODB_AUTH_URL
  value: {{ printf $url "auth" }}
{{- else -}}
{{ include "clearml.secretEnv" (list . "MONGODB_BACKEND_URL" "mongodb_backend_url" $secret) }}
{{ include "clearml.secretEnv" (list . "MONGODB_AUTH_URL" "mongodb_auth_url" $secret) }}
{{- end }}
{{- end -}}

{{- define "clearml.jobElasticsearchEnv" -}}
- name: ELASTICSEARCH_HOSTS
  value: {{ include "clearml.elasticsearchHosts" . | quote }}
{{- with ternary "elastic" .Values.externalServices.elasticsearchUsername .Values.elasticsearch.enabled }}
- name: ELASTICSEARCH_USERNAME
  value: {{ . | quote }}
{{ include "clearml.secretEnv" (list $ "ELASTICSEARCH_PASSWORD" "elasticsearch_password" (include "clearml.databaseSecretName" (list $ "elasticsearch"))) }}
{{- end }}
{{- end -}}

{{/* The authorities of external databases, where connection strings for the server expect them, too. */}}
{{- define "clearml.jobCaEnv" -}}
{{- if .Values.externalServices.caSecret }}
- name: SSL_CERT_FILE
  value: /opt/clearml/ca/ca.crt
{{- end }}
{{- end -}}

{{- define "clearml.jobCaMount" -}}
{{- if .Values.externalServices.caSecret }}
- name: ca
  mountPath: /opt/clearml/ca
  readOnly: true
{{- end }}
{{- end -}}

{{- define "clearml.jobCaVolume" -}}
{{- with .Values.externalServices.caSecret }}
- name: ca
  secret:
    secretName: {{ . }}
{{- end }}
{{- end -}}

{{/* The ServiceAccount of a job that runs before the objects of this revision are there. */}}
{{- define "clearml.presentServiceAccount" -}}
{{- $name := include "clearml.serviceAccountName" . -}}
{{- if lookup "v1" "ServiceAccount" .Release.Namespace $name }}{{ $name }}{{ else }}default{{ end -}}
{{- end -}}
