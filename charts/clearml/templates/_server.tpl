{{/* What the API server and the async-delete job have in common: databases, cookies, configuration files. */}}

{{- define "clearml.redisEnv" -}}
{{- $external := .Values.externalServices -}}
- name: CLEARML_REDIS_SERVICE_HOST
{{- if .Values.redis.enabled }}
  value: {{ include "clearml.fullname" . }}-redis
- name: CLEARML_REDIS_SERVICE_PORT
  value: "6379"
{{- else }}
  value: {{ required "redis.enabled is false: set externalServices.redisHost" $external.redisHost | quote }}
- name: CLEARML_REDIS_SERVICE_PORT
  value: {{ $external.redisPort | quote }}
{{- end }}
{{- if or .Values.redis.enabled $external.redisAuth }}
{{ include "clearml.secretEnv" (list . "CLEARML_REDIS_SERVICE_PASSWORD" "redis_password") }}
{{- end }}
{{- end -}}

{{- define "clearml.mongodbEnv" -}}
{{- if .Values.mongodb.enabled -}}
- name: CLEARML_MONGODB_SERVICE_HOST
  value: {{ include "clearml.fullname" . }}-mongodb
- name: CLEARML_MONGODB_SERVICE_PORT
  value: "27017"
- name: CLEARML_MONGODB_SERVICE_USERNAME
  value: root
{{ include "clearml.secretEnv" (list . "CLEARML_MONGODB_SERVICE_PASSWORD" "mongodb_password") }}
- name: CLEARML_MONGODB_SERVICE_QUERY
  value: authSource=admin
{{- else -}}
{{ include "clearml.secretEnv" (list . "CLEARML__hosts__mongo__backend__host" "mongodb_backend_url") }}
{{ include "clearml.secretEnv" (list . "CLEARML__hosts__mongo__auth__host" "mongodb_auth_url") }}
{{- end }}
{{- end -}}

{{- define "clearml.elasticsearchEnv" -}}
{{- $external := .Values.externalServices -}}
{{- $hosts := list (dict "host" (printf "%s-elasticsearch" (include "clearml.fullname" .)) "port" 9200 "scheme" "http") | toJson -}}
{{- if not .Values.elasticsearch.enabled -}}
{{- $hosts = required "elasticsearch.enabled is false: set externalServices.elasticsearchConnectionString" $external.elasticsearchConnectionString -}}
{{- if not (contains "scheme" $hosts) }}{{ fail "externalServices.elasticsearchConnectionString: every host needs a \"scheme\"" }}{{ end -}}
{{- end -}}
- name: CLEARML__hosts__elastic__events__hosts
  value: {{ $hosts | quote }}
- name: CLEARML__hosts__elastic__workers__hosts
  value: {{ $hosts | quote }}
{{- $user := ternary "elastic" $external.elasticsearchUsername .Values.elasticsearch.enabled }}
{{- if $user }}
- name: CLEARML_ELASTIC_SERVICE_USERNAME
  value: {{ $user | quote }}
{{ include "clearml.secretEnv" (list . "CLEARML_ELASTIC_SERVICE_PASSWORD" "elasticsearch_password") }}
{{- end }}
{{- end -}}

{{- define "clearml.serverEnv" -}}
{{ include "clearml.redisEnv" . }}
{{ include "clearml.mongodbEnv" . }}
{{ include "clearml.elasticsearchEnv" . }}
- name: CLEARML__hosts__fileserver
  value: {{ include "clearml.internalFilesUrl" . | quote | quote }}
- name: CLEARML__apiserver__default_company
  value: {{ .Values.clearml.defaultCompany | quote | quote }}
- name: CLEARML__services__async_urls_delete__enabled
  value: {{ .Values.apiserver.asyncdelete.enabled | quote }}
- name: CLEARML__services__async_urls_delete__fileserver__url_prefixes
  value: {{ include "clearml.filePrefixes" . | quote }}
{{ include "clearml.secretEnv" (list . "CLEARML__secure__auth__token_secret" "secure_auth_token_secret") }}
# The server logs to standard output as well; a file in the container would only grow.
- name: CLEARML__logging__handlers__text_file__filename
  value: /dev/null
- name: CLEARML_CONFIG_DIR
  value: /opt/clearml/generated:/opt/clearml/config
{{- end -}}

{{/* Configuration files: the chart's own, then the user's, which win. */}}
{{- define "clearml.hasConfig" -}}
{{- with .Values.apiserver -}}
{{- if or .additionalConfigs .existingAdditionalConfigsConfigMap .existingAdditionalConfigsSecret -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{- define "clearml.configMounts" -}}
- name: generated-config
  mountPath: /opt/clearml/generated
  readOnly: true
{{- if include "clearml.hasConfig" . }}
- name: apiserver-config
  mountPath: /opt/clearml/config
  readOnly: true
{{- end }}
{{- end -}}

{{- define "clearml.configVolumes" -}}
- name: generated-config
  secret:
    secretName: {{ include "clearml.fullname" . }}-generated-config
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
{{- end -}}

{{/* The chart's own files. JSON is HOCON. */}}
{{- define "clearml.generatedConfig" -}}
{{- $auth := dict -}}
{{- with .Values.fixedUsers -}}
{{- if .enabled -}}
{{- if not .users }}{{ fail "fixedUsers.enabled is true, but fixedUsers.users is empty: nobody could log in" }}{{ end -}}
{{- $_ := set $auth "fixed_users" (dict "enabled" true "pass_hashed" .passHashed "users" .users) -}}
{{- end -}}
{{- end -}}
{{- $watchdog := dict "enabled" .Values.watchdog.enabled "threshold_sec" (int .Values.watchdog.thresholdSec)
                      "watch_interval_sec" (int .Values.watchdog.watchIntervalSec) -}}
apiserver.conf: {{ dict "auth" $auth | toRawJson | quote }}
services.conf: {{ dict "tasks" (dict "non_responsive_tasks_watchdog" $watchdog) | toRawJson | quote }}
{{- end -}}

{{- define "clearml.configChecksum" -}}
{{- printf "%s\n%s" (include "clearml.generatedConfig" .) (toYaml .Values.apiserver.additionalConfigs) | sha256sum -}}
{{- end -}}

{{/* Waits for the databases of this chart, for a limited time and with a message. */}}
{{- define "clearml.waitForDatabases" -}}
{{- $hosts := list -}}
{{- if .Values.mongodb.enabled }}{{ $hosts = append $hosts (printf "%s-mongodb:27017" (include "clearml.fullname" .)) }}{{ end -}}
{{- if .Values.elasticsearch.enabled }}{{ $hosts = append $hosts (printf "%s-elasticsearch:9200" (include "clearml.fullname" .)) }}{{ end -}}
{{- if .Values.redis.enabled }}{{ $hosts = append $hosts (printf "%s-redis:6379" (include "clearml.fullname" .)) }}{{ end -}}
{{- if $hosts -}}
initContainers:
  - name: wait-for-databases
    image: {{ include "clearml.image" (dict "root" . "image" .Values.apiserver.image) }}
    imagePullPolicy: {{ .Values.apiserver.image.pullPolicy }}
    command:
      - python3
      - -c
      - |
        import socket, sys, time
        deadline = time.monotonic() + int(sys.argv[1])
        for address in sys.argv[2:]:
            host, port = address.split(":")
            print("waiting for", address, flush=True)
            while True:
                try:
                    socket.create_connection((host, int(port)), 5).close()
                    break
                except OSError as error:
                    if time.monotonic() > deadline:
                        sys.exit(f"{address} did not answer within {sys.argv[1]} s: {error}")
                    time.sleep(2)
      - {{ .Values.apiserver.initContainers.waitSec | quote }}
      {{- range $hosts }}
      - {{ . | quote }}
      {{- end }}
    securityContext: {{- toYaml .Values.apiserver.containerSecurityContext | nindent 6 }}
    resources: {{- toYaml .Values.apiserver.initContainers.resources | nindent 6 }}
{{- end -}}
{{- end -}}
