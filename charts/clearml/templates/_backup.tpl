{{/* What backup and restore have in common. Their steps are containers that run one after the other and share /backup. */}}

{{- define "clearml.backupClaim" -}}
{{- default (printf "%s-backup" (include "clearml.fullname" .)) .Values.backup.storage.existingClaim -}}
{{- end -}}

{{/* Elasticsearch writes its snapshots into the volume of the backups. */}}
{{- define "clearml.snapshotsInBackup" -}}
{{- $wanted := or (and .Values.backup.enabled .Values.backup.elasticsearch.enabled) .Values.restore.enabled -}}
{{- if and .Values.elasticsearch.enabled $wanted (not .Values.backup.elasticsearch.repository) -}}true{{- end -}}
{{- end -}}

{{- define "clearml.backupScripts" -}}
backup.py backup_mongodb.sh databases.py manifest.py objectstore.py restore.py restore_mongodb.sh scale.py snapshots.py
{{- end -}}

{{- define "clearml.checkBackup" -}}
{{- if and .Values.backup.enabled .Values.backup.elasticsearch.enabled (not .Values.elasticsearch.enabled) (not .Values.backup.elasticsearch.repository) -}}
{{- fail "backup.elasticsearch.repository: name a snapshot repository of your Elasticsearch, or turn backup.elasticsearch.enabled off" -}}
{{- end -}}
{{- if and .Values.backup.s3.bucket (not .Values.backup.s3.existingSecret) -}}
{{- fail "backup.s3.existingSecret: name the Secret with access_key and secret_key of the bucket" -}}
{{- end -}}
{{- if and .Values.restore.enabled (not .Values.backup.enabled) (not .Values.backup.storage.existingClaim) (not .Values.backup.s3.bucket) -}}
{{- fail "restore.enabled: there is nothing to restore from; set backup.enabled, backup.storage.existingClaim or backup.s3.bucket" -}}
{{- end -}}
{{- end -}}

{{/* Where the pods should run: near the volumes that only one node can have. */}}
{{- define "clearml.backupAffinity" -}}
{{- if .Values.backup.affinity -}}
{{- toYaml .Values.backup.affinity -}}
{{- else -}}
podAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    {{- range list "fileserver" "elasticsearch" }}
    - weight: {{ ternary 100 50 (eq . "fileserver") }}
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {{- include "clearml.selectorLabels" (dict "root" $ "component" .) | nindent 12 }}
    {{- end }}
{{- end -}}
{{- end -}}

{{- define "clearml.backupPod" -}}
{{- $values := dict "podSecurityContext" .Values.backup.podSecurityContext "nodeSelector" .Values.backup.nodeSelector
                    "tolerations" .Values.backup.tolerations "affinity" (include "clearml.backupAffinity" . | fromYaml) -}}
{{- include "clearml.podSpec" (dict "root" . "values" $values) -}}
{{- end -}}

{{/* A step: dict "root" $ "name" "files" "image" .Values.apiserver.image "command" (list …) "files" (files volume:
     "read", "write" or "") "scale" (deployments). */}}
{{- define "clearml.backupStep" -}}
{{- $ := .root -}}
- name: {{ .name }}
  image: {{ include "clearml.image" (dict "root" $ "image" .image) }}
  imagePullPolicy: {{ .image.pullPolicy }}
  command: {{ toJson .command }}
  env:
    - name: BACKUP_ROOT
      value: /backup
    - name: HOSTNAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    {{- include "clearml.jobMongodbEnv" $ | nindent 4 }}
    {{- include "clearml.jobElasticsearchEnv" $ | nindent 4 }}
    {{- with include "clearml.jobCaEnv" $ }}{{ . | trim | nindent 4 }}{{ end }}
    {{- with include "clearml.objectStoreEnv" $ }}{{ . | trim | nindent 4 }}{{ end }}
    {{- range $name, $value := .env }}
    - name: {{ $name }}
      value: {{ $value | quote }}
    {{- end }}
  securityContext: {{- include "clearml.jobContainerSecurity" $ | nindent 4 }}
  terminationMessagePolicy: FallbackToLogsOnError
  resources: {{- toYaml $.Values.backup.resources | nindent 4 }}
  volumeMounts:
    - name: backup
      mountPath: /backup
    - name: scripts
      mountPath: /scripts
      readOnly: true
    - name: tmp
      mountPath: /tmp
    {{- if .files }}
    - name: files
      mountPath: /mnt/fileserver
      {{- if eq .files "read" }}
      readOnly: true
      {{- end }}
    {{- end }}
    {{- with .mounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with include "clearml.jobCaMount" $ }}{{ . | trim | nindent 4 }}{{ end }}
{{- end -}}

{{- define "clearml.objectStoreEnv" -}}
{{- with .Values.backup.s3 }}
{{- if .bucket }}
- name: S3_BUCKET
  value: {{ .bucket | quote }}
- name: S3_PREFIX
  value: {{ .prefix | quote }}
- name: S3_ENDPOINT
  value: {{ .endpoint | quote }}
- name: S3_REGION
  value: {{ .region | quote }}
{{ include "clearml.secretEnv" (list $ "AWS_ACCESS_KEY_ID" "access_key" .existingSecret) }}
{{ include "clearml.secretEnv" (list $ "AWS_SECRET_ACCESS_KEY" "secret_key" .existingSecret) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "clearml.hasFilesVolume" -}}
{{- if and .Values.fileserver.enabled .Values.fileserver.storage.enabled -}}true{{- end -}}
{{- end -}}

{{- define "clearml.backupVolumes" -}}
- name: backup
  persistentVolumeClaim:
    claimName: {{ include "clearml.backupClaim" . }}
- name: scripts
  configMap:
    name: {{ include "clearml.fullname" . }}-backup-scripts
- name: tmp
  emptyDir: {}
{{- if include "clearml.hasFilesVolume" . }}
- name: files
  persistentVolumeClaim:
    claimName: {{ default (printf "%s-fileserver-data" (include "clearml.fullname" .)) .Values.fileserver.storage.data.existingPVC }}
{{- end }}
{{- include "clearml.jobCaVolume" . }}
{{- end -}}
