{{/* The credentials: a value if there is one, else what the Secret in the cluster holds, else generated. */}}

{{- define "clearml.secretName" -}}
{{- default (printf "%s-credentials" (include "clearml.fullname" .)) .Values.clearml.existingSecret -}}
{{- end -}}

{{/* The Secret with what an external database asks for. */}}
{{- define "clearml.externalSecretName" -}}
{{- default (include "clearml.secretName" .) .Values.externalServices.existingSecret -}}
{{- end -}}

{{/* The Secret with the password of a database: list $ "redis". */}}
{{- define "clearml.databaseSecretName" -}}
{{- $root := index . 0 -}}
{{- if (index $root.Values (index . 1)).enabled }}{{ include "clearml.secretName" $root }}
{{- else }}{{ include "clearml.externalSecretName" $root }}{{ end -}}
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

{{/* What the Secret in the cluster holds; nothing without a cluster. */}}
{{- define "clearml.keptCredentials" -}}
{{- $kept := dict -}}
{{- with lookup "v1" "Secret" .Release.Namespace (include "clearml.secretName" .) }}{{ $kept = default dict .data }}{{ end -}}
{{- toYaml $kept -}}
{{- end -}}

{{/* The Secret's data as YAML of plain strings. It is worked out once and remembered, because what is generated must
     be the same in the Secret and in the checksums of the pods that read it. The server parses these texts as HOCON:
     letters and digits, a letter first, are safe. */}}
{{- define "clearml.credentials" -}}
{{- if not (hasKey .Values "_credentials") -}}
{{- $kept := include "clearml.keptCredentials" . | fromYaml -}}
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
{{- if and (not .Values.mongodb.enabled) (not .Values.externalServices.existingSecret) -}}
{{- $_ := set $data "mongodb_backend_url" .Values.externalServices.mongodbConnectionStringBackend -}}
{{- $_ := set $data "mongodb_auth_url" .Values.externalServices.mongodbConnectionStringAuth -}}
{{- end -}}
{{- $_ := set .Values "_credentials" $data -}}
{{- end -}}
{{- toYaml (index .Values "_credentials") -}}
{{- end -}}

{{/* Changes when one of some credentials does, to restart exactly the pods that read them: list $ "key" "key" ….
     Secrets of the user cannot be seen by the chart; another name for them is what restarts. */}}
{{- define "clearml.credentialsChecksum" -}}
{{- $root := first . -}}
{{- $keys := rest . -}}
{{- $read := list $root.Values.clearml.existingSecret -}}
{{- if not $root.Values.clearml.existingSecret -}}
{{- $read = list -}}
{{- range $key, $value := include "clearml.credentials" $root | fromYaml -}}
{{- if has $key $keys }}{{ $read = append $read (printf "%s=%s" $key $value) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if has "external" $keys }}{{ $read = append $read $root.Values.externalServices.existingSecret }}{{ end -}}
{{- $read | join "\n" | sha256sum -}}
{{- end -}}

{{/* What the API server and the async-delete job read. */}}
{{- define "clearml.serverChecksum" -}}
{{- $keys := list "secure_auth_token_secret" "mongodb_password" "mongodb_backend_url" "mongodb_auth_url" "elasticsearch_password" "redis_password" "external" -}}
{{- if eq (index . 1) "apiserver" -}}
{{- $keys = concat $keys (list "apiserver_key" "apiserver_secret" "fileserver_key" "fileserver_secret" "webserver_key" "webserver_secret" "test_user_key" "test_user_secret" "secure_http_session_secret") -}}
{{- end -}}
{{- include "clearml.credentialsChecksum" (prepend $keys (index . 0)) -}}
{{- end -}}
