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

{{/* The data of a Secret or ConfigMap in the cluster: list $ "Secret" name. Nothing without a cluster or a name. */}}
{{- define "clearml.stored" -}}
{{- $data := dict -}}
{{- if index . 2 -}}
{{- with lookup "v1" (index . 1) (index . 0).Release.Namespace (index . 2) }}{{ $data = default dict .data }}{{ end -}}
{{- end -}}
{{- toYaml $data -}}
{{- end -}}

{{- define "clearml.keptCredentials" -}}
{{- include "clearml.stored" (list . "Secret" (include "clearml.secretName" .)) -}}
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

{{/* Some keys of a map as text: list (dict …) (list "key" …). */}}
{{- define "clearml.some" -}}
{{- $keys := index . 1 -}}
{{- range $key, $value := index . 0 -}}
{{- if has $key $keys }}{{ $key }}={{ $value }};{{ end -}}
{{- end -}}
{{- end -}}

{{/* Changes when one of some credentials does, to restart exactly the pods that read them: list $ "key" "key" ….
     Secrets of the user count with their name and, where the cluster can be asked, with what they hold. */}}
{{- define "clearml.credentialsChecksum" -}}
{{- $root := first . -}}
{{- $keys := rest . -}}
{{- $own := $root.Values.clearml.existingSecret -}}
{{- $external := $root.Values.externalServices.existingSecret -}}
{{- $data := include (ternary "clearml.keptCredentials" "clearml.credentials" (not (not $own))) $root | fromYaml -}}
{{- $read := list $own (include "clearml.some" (list $data $keys)) -}}
{{- if and $external (has "external" $keys) -}}
{{- $read = append $read (printf "%s %s" $external (include "clearml.some" (list (include "clearml.stored" (list $root "Secret" $external) | fromYaml) $keys))) -}}
{{- end -}}
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
