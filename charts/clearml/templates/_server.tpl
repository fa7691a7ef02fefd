{{/* What the servers have in common: databases, configuration files, writable folders. */}}

{{- define "clearml.redisEnv" -}}
{{- $external := .Values.externalServices -}}
- name: CLEARML_REDIS_SERVICE_HOST
{{- if .Values.redis.enabled }}
  value: {{ include "clearml.fullname" . }}-redis
- name: CLEARML_REDIS_SERVICE_PORT
  value: "6379"
{{- else }}
  value: {{ $external.redisHost | quote }}
- name: CLEARML_REDIS_SERVICE_PORT
  value: {{ $external.redisPort | quote }}
{{- end }}
{{- if or .Values.redis.enabled $external.redisAuth }}
{{ include "clearml.secretEnv" (list . "CLEARML_REDIS_SERVICE_PASSWORD" "redis_password" (include "clearml.databaseSecretName" (list . "redis"))) }}
{{- end }}
{{- end -}}

{{/* Redis with TLS: list $ "apiserver" "workers", the names of the connections. */}}
{{- define "clearml.redisTlsEnv" -}}
{{- $root := first . -}}
{{- if and (not $root.Values.redis.enabled) $root.Values.externalServices.redisTls -}}
{{- range rest . }}
- name: CLEARML__hosts__redis__{{ . }}__ssl
  value: "true"
{{- if $root.Values.externalServices.caSecret }}
- name: CLEARML__hosts__redis__{{ . }}__ssl_ca_certs
  value: {{ "/opt/clearml/ca/ca.crt" | quote | quote }}
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}

{{/* A connection string has characters that mean something to the server's parser; the quotes around it hide them. */}}
{{- define "clearml.mongodbEnv" -}}
{{- $secret := include "clearml.databaseSecretName" (list . "mongodb") -}}
{{- if .Values.mongodb.enabled -}}
- name: CLEARML_MONGODB_SERVICE_HOST
  value: {{ include "clearml.fullname" . }}-mongodb
- name: CLEARML_MONGODB_SERVICE_PORT
  value: "27017"
- name: CLEARML_MONGODB_SERVICE_USERNAME
  value: root
{{ include "clearml.secretEnv" (list . "CLEARML_MONGODB_SERVICE_PASSWORD" "mongodb_password" $secret) }}
- name: CLEARML_MONGODB_SERVICE_QUERY
  value: authSource=admin
{{- else -}}
{{ include "clearml.secretEnv" (list . "MONGODB_BACKEND_URL" "mongodb_backend_url" $secret) }}
{{ include "clearml.secretEnv" (list . "MONGODB_AUTH_URL" "mongodb_auth_url" $secret) }}
- name: CLEARML__hosts__mongo__backend__host
  value: '"$(MONGODB_BACKEND_URL)"'
- name: CLEARML__hosts__mongo__auth__host
  value: '"$(MONGODB_AUTH_URL)"'
- name: CLEARML__apiserver__mongo__ensure_db_version_on_startup
  value: {{ .Values.externalServices.mongodbEnsureVersion | quote }}
{{- end }}
{{- end -}}

{{/* The hosts of Elasticsearch as a JSON list. */}}
{{- define "clearml.elasticsearchHosts" -}}
{{- if .Values.elasticsearch.enabled -}}
{{- list (dict "host" (printf "%s-elasticsearch" (include "clearml.fullname" .)) "port" 9200 "scheme" "http") | toJson -}}
{{- else -}}
{{- .Values.externalServices.elasticsearchConnectionString -}}
{{- end -}}
{{- end -}}

{{- define "clearml.elasticsearchEnv" -}}
{{- $external := .Values.externalServices -}}
{{- range list "events" "workers" }}
- name: CLEARML__hosts__elastic__{{ . }}__hosts
  value: {{ include "clearml.elasticsearchHosts" $ | quote }}
{{- if and (not $.Values.elasticsearch.enabled) $external.caSecret }}
- name: CLEARML__hosts__elastic__{{ . }}__args__ca_certs
  value: {{ "/opt/clearml/ca/ca.crt" | quote | quote }}
{{- end }}
{{- end }}
{{- with ternary "elastic" $external.elasticsearchUsername .Values.elasticsearch.enabled }}
- name: CLEARML_ELASTIC_SERVICE_USERNAME
  value: {{ . | quote }}
{{ include "clearml.secretEnv" (list $ "CLEARML_ELASTIC_SERVICE_PASSWORD" "elasticsearch_password" (include "clearml.databaseSecretName" (list $ "elasticsearch"))) }}
{{- end }}
{{- end -}}

{{- define "clearml.serverEnv" -}}
{{ include "clearml.redisEnv" . }}
{{- include "clearml.redisTlsEnv" (list . "apiserver" "workers") }}
{{ include "clearml.mongodbEnv" . }}
{{- include "clearml.elasticsearchEnv" . }}
- name: CLEARML__hosts__fileserver
  value: {{ include "clearml.internalFilesUrl" . | quote | quote }}
- name: CLEARML__apiserver__default_company
  value: {{ .Values.clearml.defaultCompany | quote | quote }}
- name: CLEARML__services__async_urls_delete__enabled
  value: {{ .Values.apiserver.asyncdelete.enabled | quote }}
- name: CLEARML__services__async_urls_delete__fileserver__url_prefixes
  value: {{ include "clearml.filePrefixes" . | quote }}
{{ include "clearml.secretEnv" (list . "CLEARML__secure__auth__token_secret" "secure_auth_token_secret") }}
- name: CLEARML_CONFIG_DIR
  value: {{ include "clearml.configFolders" . }}
{{ include "clearml.processEnv" . }}
{{- end -}}

{{/* The server logs to standard output as well; a file in the container would only grow. Python's own files and the
     home folder go where the container may write. */}}
{{- define "clearml.processEnv" -}}
- name: CLEARML__logging__handlers__text_file__filename
  value: /dev/null
- name: PYTHONDONTWRITEBYTECODE
  value: "1"
- name: HOME
  value: /tmp
{{- end -}}

{{/* Configuration files: the chart's own, then the users', then the rest, which wins. */}}
{{- define "clearml.hasConfig" -}}
{{- with .Values.apiserver -}}
{{- if or .additionalConfigs .existingAdditionalConfigsConfigMap .existingAdditionalConfigsSecret -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{- define "clearml.hasUsersSecret" -}}
{{- if and .Values.fixedUsers.enabled .Values.fixedUsers.existingSecret -}}true{{- end -}}
{{- end -}}

{{- define "clearml.configFolders" -}}
/opt/clearml/generated
{{- if include "clearml.hasUsersSecret" . }}:/opt/clearml/users{{ end -}}
:/opt/clearml/config
{{- end -}}

{{- define "clearml.configMounts" -}}
- name: generated-config
  mountPath: /opt/clearml/generated
  readOnly: true
{{- if include "clearml.hasUsersSecret" . }}
- name: users
  mountPath: /opt/clearml/users
  readOnly: true
{{- end }}
{{- if include "clearml.hasConfig" . }}
- name: apiserver-config
  mountPath: /opt/clearml/config
  readOnly: true
{{- end }}
{{ include "clearml.writableMounts" . }}
- name: errors
  mountPath: /opt/clearml/apiserver/apierrors/errors
{{- end -}}

{{- define "clearml.configVolumes" -}}
- name: generated-config
  secret:
    secretName: {{ include "clearml.fullname" . }}-generated-config
{{- if include "clearml.hasUsersSecret" . }}
- name: users
  secret:
    secretName: {{ .Values.fixedUsers.existingSecret }}
    items:
      - key: apiserver.conf
        path: apiserver.conf
{{- end }}
{{- if include "clearml.hasConfig" . }}
- name: apiserver-config
  {{- if .Values.apiserver.existingAdditionalConfigsConfigMap }}
  configMap:
    name: {{ .Values.apiserver.existingAdditionalConfigsConfigMap }}
  {{- else }}
  secret:
    secretName: {{ default (printf "%s-apiserver-config" (include "clearml.fullname" .)) .Values.apiserver.existingAdditionalConfigsSecret }}
  {{- end }}
{{- end }}
{{ include "clearml.writableVolumes" . }}
# The server writes its error classes here at every start.
- name: errors
  emptyDir: {}
{{- end -}}

{{/* The folders of the server's image that it writes to, and the authorities of external databases. */}}
{{- define "clearml.writableMounts" -}}
- name: tmp
  mountPath: /tmp
- name: log
  mountPath: /var/log/clearml
{{- if .Values.externalServices.caSecret }}
- name: ca
  mountPath: /opt/clearml/ca
  readOnly: true
{{- end }}
{{- end -}}

{{- define "clearml.writableVolumes" -}}
- name: tmp
  emptyDir: {}
- name: log
  emptyDir: {}
{{- with .Values.externalServices.caSecret }}
- name: ca
  secret:
    secretName: {{ . }}
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- end -}}

{{/* The chart's own files. JSON is HOCON. */}}
{{- define "clearml.generatedConfig" -}}
{{- $cookies := dict "samesite" .Values.cookies.sameSite "httponly" .Values.cookies.httpOnly
                     "secure" (eq (include "clearml.cookieSecure" .) "true") -}}
{{- $auth := dict "cookies" $cookies
                  "default_expiration_sec" (int64 .Values.sessionExpiry.defaultSec)
                  "max_expiration_sec" (int64 .Values.sessionExpiry.maxSec)
                  "delete_missing_autocreated_users" .Values.fixedUsers.deleteRemoved -}}
{{- with include "clearml.cookieDomain" . }}{{ $_ := set $cookies "domain" . }}{{ end -}}
{{- with .Values.fixedUsers -}}
{{- if and .enabled (not .existingSecret) -}}
{{- $_ := set $auth "fixed_users" (dict "enabled" true "pass_hashed" .passHashed "users" .users) -}}
{{- end -}}
{{- end -}}
{{- $api := dict "auth" $auth -}}
{{- with .Values.cors.origins }}{{ $_ := set $api "cors" (dict "origins" .) }}{{ end -}}
{{- $watchdog := dict "enabled" .Values.watchdog.enabled "threshold_sec" (int64 .Values.watchdog.thresholdSec)
                      "watch_interval_sec" (int64 .Values.watchdog.watchIntervalSec) -}}
apiserver.conf: {{ $api | toRawJson | quote }}
services.conf: {{ dict "tasks" (dict "non_responsive_tasks_watchdog" $watchdog) | toRawJson | quote }}
{{- end -}}

{{/* Files of the user count with the names of their objects and, where the cluster can be asked, with their text. */}}
{{- define "clearml.configChecksum" -}}
{{- $own := list (list . "ConfigMap" .Values.apiserver.existingAdditionalConfigsConfigMap)
                 (list . "Secret" .Values.apiserver.existingAdditionalConfigsSecret)
                 (list . "Secret" .Values.fixedUsers.existingSecret) -}}
{{- $read := list (include "clearml.generatedConfig" .) (toYaml .Values.apiserver.additionalConfigs) -}}
{{- range $own }}{{ $read = append $read (printf "%s %s" (index . 2) (include "clearml.stored" .)) }}{{ end -}}
{{- $read | join "\n" | sha256sum -}}
{{- end -}}
