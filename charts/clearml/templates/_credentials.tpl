{{/* The credentials: a value if there is one, else what the Secret in the cluster holds, else generated. */}}

{{- define "clearml.secretName" -}}
{{- default (printf "%s-credentials" (include "clearml.fullname" .)) .Values.clearml.existingSecret -}}
{{- end -}}

{{/* Key in the Secret → value that sets it. */}}
{{- define "clearml.credentialValues" -}}
apiserver_key: {{ .Values.clearml.apiserverKey | quote }}
apiserver_secret: {{ .Values.clearml.apiserverSecret | quote }}
fileserver_key: {{ .Values.clearml.fileserverKey | quote }}
fileserver_secret: {{ .Values.clearml.fileserverSecret | quote }}
webserver_key: {{ .Values.clearml.webserverKey | quote }}
webserver_secret: {{ .Values.clearml.webserverSecret | quote }}
test_user_key: {{ .Values.clearml.testUserKey | quote }}
test_user_secret: {{ .Values.clearml.testUserSecret | quote }}
secure_auth_token_secret: {{ .Values.clearml.secureAuthTokenSecret | quote }}
secure_http_session_secret: {{ .Values.clearml.secureHttpSessionSecret | quote }}
mongodb_password: {{ .Values.mongodb.auth.rootPassword | quote }}
elasticsearch_password: {{ .Values.elasticsearch.auth.password | quote }}
redis_password: {{ .Values.redis.auth.password | quote }}
{{- end -}}

{{/* The Secret's data as YAML of plain strings. It is worked out once and remembered, because what is generated must
     be the same in the Secret and in the checksums of the pods that read it. The server parses these texts as HOCON:
     letters and digits, a letter first, are safe. */}}
{{- define "clearml.credentials" -}}
{{- if not (hasKey .Values "_credentials") -}}
{{- $kept := dict -}}
{{- with lookup "v1" "Secret" .Release.Namespace (include "clearml.secretName" .) }}{{ $kept = default dict .data }}{{ end -}}
{{- $data := dict -}}
{{- range $key, $value := include "clearml.credentialValues" . | fromYaml -}}
{{- if $value -}}
{{- $_ := set $data $key $value -}}
{{- else if hasKey $kept $key -}}
{{- $_ := set $data $key (index $kept $key | b64dec) -}}
{{- else if hasSuffix "_key" $key -}}
{{- $_ := set $data $key (upper (printf "%s%s" (randAlpha 1) (randAlphaNum 29))) -}}
{{- else -}}
{{- $_ := set $data $key (printf "%s%s" (randAlpha 1) (randAlphaNum 49)) -}}
{{- end -}}
{{- end -}}
{{- if not .Values.mongodb.enabled -}}
{{- $why := "mongodb.enabled is false: set externalServices.%s" -}}
{{- $backend := required (printf $why "mongodbConnectionStringBackend") .Values.externalServices.mongodbConnectionStringBackend -}}
{{- $auth := required (printf $why "mongodbConnectionStringAuth") .Values.externalServices.mongodbConnectionStringAuth -}}
{{- $_ := set $data "mongodb_backend_url" (quote $backend) -}}
{{- $_ := set $data "mongodb_auth_url" (quote $auth) -}}
{{- end -}}
{{- $_ := set .Values "_credentials" $data -}}
{{- end -}}
{{- toYaml (index .Values "_credentials") -}}
{{- end -}}

{{/* Changes when the credentials do, to restart the pods that read them. With an own Secret the chart cannot see them. */}}
{{- define "clearml.credentialsChecksum" -}}
{{- if .Values.clearml.existingSecret -}}{{- .Values.clearml.existingSecret | sha256sum -}}
{{- else -}}{{- include "clearml.credentials" . | sha256sum -}}{{- end -}}
{{- end -}}
