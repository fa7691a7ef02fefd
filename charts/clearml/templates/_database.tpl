{{/* What the StatefulSets of the databases have in common: dict "root" $ "component" "redis" "mountPath" "/data" "key"
     "redis_password" "scratch" (list "/tmp") "backup" "". `scratch` are further folders that the image writes to; with
     `backup` the volume of the backups is mounted at /backup. */}}

{{- define "clearml.databaseHead" -}}
{{- $values := index .root.Values .component -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "clearml.fullname" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "clearml.labels" . | nindent 4 }}
spec:
  serviceName: {{ include "clearml.fullname" .root }}-{{ .component }}
  replicas: 1
  selector:
    matchLabels: {{- include "clearml.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "clearml.podLabels" . | nindent 8 }}
      annotations:
        checksum/credentials: {{ include "clearml.credentialsChecksum" (list .root .key) }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "clearml.podSpec" (dict "root" .root "values" $values) | nindent 6 }}
      terminationGracePeriodSeconds: 120
      {{- $own := and $values.persistence.enabled (not $values.persistence.existingClaim) }}
      {{- if or .scratch .backup (not $own) }}
      volumes:
        {{- if not $values.persistence.enabled }}
        - name: data
          emptyDir: {}
        {{- else if not $own }}
        - name: data
          persistentVolumeClaim:
            claimName: {{ $values.persistence.existingClaim }}
        {{- end }}
        {{- if .scratch }}
        - name: scratch
          emptyDir: {}
        {{- end }}
        {{- if .backup }}
        - name: backup
          persistentVolumeClaim:
            claimName: {{ include "clearml.backupClaim" .root }}
        {{- end }}
      {{- end }}
{{- end -}}

{{/* The end of the container and of the StatefulSet. The claims of a StatefulSet stay on uninstall. */}}
{{- define "clearml.databaseTail" -}}
{{- $values := index .root.Values .component }}
          {{- with $values.containerSecurityContext }}
          securityContext: {{- toYaml . | nindent 12 }}
          {{- end }}
          resources: {{- toYaml $values.resources | nindent 12 }}
          volumeMounts:
            - name: data
              mountPath: {{ .mountPath }}
              {{- with $values.persistence.subPath }}
              subPath: {{ . }}
              {{- end }}
            {{- range .scratch }}
            - name: scratch
              mountPath: {{ . }}
              subPath: {{ base . }}
            {{- end }}
            {{- if .backup }}
            - name: backup
              mountPath: /backup
            {{- end }}
  {{- if and $values.persistence.enabled (not $values.persistence.existingClaim) }}
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: data
        labels: {{- include "clearml.selectorLabels" . | nindent 10 }}
      spec:
        accessModes: {{- toYaml $values.persistence.accessModes | nindent 10 }}
        {{- with $values.persistence.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $values.persistence.size }}
  {{- end }}
{{- end -}}
