{{/* Init containers that wait for others, for a limited time and with a message. */}}

{{/* dict "root" $ "name" "wait-for-x" "values" .Values.apiserver "hosts" (list "host:port" …). Nothing without hosts. */}}
{{- define "clearml.waitFor" -}}
{{- if .hosts -}}
initContainers:
  - name: {{ .name }}
    image: {{ include "clearml.image" (dict "root" .root "image" .values.image) }}
    imagePullPolicy: {{ .values.image.pullPolicy }}
    command:
      - python3
      - -c
      - |
        import socket, sys, time
        limit = int(sys.argv[1])
        deadline = time.monotonic() + limit
        for address in sys.argv[2:]:
            host, port = address.rsplit(":", 1)
            print("waiting for", address, flush=True)
            while True:
                try:
                    socket.create_connection((host, int(port)), 5).close()
                    break
                except OSError as error:
                    if time.monotonic() > deadline:
                        sys.exit(f"{address} did not answer within {limit} s: {error}. Look at its pods, its Service "
                                 "and the NetworkPolicies.")
                    time.sleep(2)
      - {{ .values.initContainers.waitSec | quote }}
      {{- range .hosts }}
      - {{ . | quote }}
      {{- end }}
    {{- with .values.containerSecurityContext }}
    securityContext: {{- toYaml . | nindent 6 }}
    {{- end }}
    resources: {{- toYaml .values.initContainers.resources | nindent 6 }}
    # Also where the node writes a container's last message.
    terminationMessagePolicy: FallbackToLogsOnError
{{- end -}}
{{- end -}}

{{/* The API server waits for every database whose address the chart knows; that of an external MongoDB is a secret. */}}
{{- define "clearml.waitForDatabases" -}}
{{- $name := include "clearml.fullname" . -}}
{{- $hosts := list -}}
{{- if .Values.mongodb.enabled }}{{ $hosts = append $hosts (printf "%s-mongodb:27017" $name) }}{{ end -}}
{{- range include "clearml.elasticsearchHosts" . | fromJsonArray -}}
{{- if kindIs "map" . }}{{ $hosts = append $hosts (printf "%s:%v" .host .port) }}{{ end -}}
{{- end -}}
{{- if .Values.redis.enabled }}{{ $hosts = append $hosts (printf "%s-redis:6379" $name) }}
{{- else }}{{ $hosts = append $hosts (printf "%s:%v" .Values.externalServices.redisHost .Values.externalServices.redisPort) }}{{ end -}}
{{- include "clearml.waitFor" (dict "root" . "name" "wait-for-databases" "values" .Values.apiserver "hosts" $hosts) -}}
{{- end -}}

{{/* The file server logs in to the API server when it starts. */}}
{{- define "clearml.waitForApiserver" -}}
{{- $hosts := list -}}
{{- if .Values.apiserver.enabled }}{{ $hosts = list (printf "%s-apiserver:%v" (include "clearml.fullname" .) .Values.apiserver.service.port) }}{{ end -}}
{{- include "clearml.waitFor" (dict "root" . "name" "wait-for-apiserver" "values" .Values.fileserver "hosts" $hosts) -}}
{{- end -}}
