{{/* Refuses at render time what the images in the cluster already tell: a step over a database version. The pre-upgrade
     job looks at the data itself. Both read files/versions.json. */}}

{{/* The version in the running image of a database, empty when it does not run: list $ "mongodb". */}}
{{- define "clearml.runningVersion" -}}
{{- $root := index . 0 -}}
{{- with lookup "apps/v1" "StatefulSet" $root.Release.Namespace (printf "%s-%s" (include "clearml.fullname" $root) (index . 1)) -}}
{{- regexFind ":[0-9]+\\.[0-9]+(\\.[0-9]+)?" (index .spec.template.spec.containers 0).image | trimPrefix ":" -}}
{{- end -}}
{{- end -}}

{{- define "clearml.refuse" -}}
{{- fail (printf "\n\nUpgrade refused: %s runs in version %s and %s is to come. %s\nupgradeCheck.enabled=false skips this check." (index . 0) (index . 1) (index . 2) (index . 3)) -}}
{{- end -}}

{{- define "clearml.noWayBack" -}}
It does not open the data of a newer version: there is no way back but a backup that was made before.
{{- end -}}

{{- define "clearml.checkMongodbStep" -}}
{{- $running := include "clearml.runningVersion" (list . "mongodb") -}}
{{- $target := regexFind "^[0-9]+\\.[0-9]+" .Values.mongodb.image.tag -}}
{{- if and $running $target -}}
{{- $old := regexFind "^[0-9]+\\.[0-9]+" $running -}}
{{- if semverCompare (printf "< %s" $old) $target -}}
{{- include "clearml.refuse" (list "MongoDB" $running .Values.mongodb.image.tag (include "clearml.noWayBack" .)) -}}
{{- end -}}
{{- $path := list -}}
{{- range (.Files.Get "files/versions.json" | fromJson).steps -}}
{{- if and (semverCompare (printf "> %s" $old) .mongodb) (semverCompare (printf "< %s" $target) .mongodb) -}}
{{- $path = append $path (printf "MongoDB %s with ClearML %s" .mongodb .clearml) -}}
{{- end -}}
{{- end -}}
{{- if $path -}}
{{- $path = append $path (printf "MongoDB %s" .Values.mongodb.image.tag) -}}
{{- include "clearml.refuse" (list "MongoDB" $running .Values.mongodb.image.tag (printf "Legal path: %s." (join ", then " $path))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "clearml.checkElasticsearchStep" -}}
{{- $running := include "clearml.runningVersion" (list . "elasticsearch") -}}
{{- $target := regexFind "^[0-9]+\\.[0-9]+(\\.[0-9]+)?" .Values.elasticsearch.image.tag -}}
{{- if and $running $target -}}
{{- if semverCompare (printf "< %s" (regexFind "^[0-9]+\\.[0-9]+" $running)) $target -}}
{{- include "clearml.refuse" (list "Elasticsearch" $running $target (include "clearml.noWayBack" .)) -}}
{{- end -}}
{{- $path := list -}}
{{- range $major, $oldest := (.Files.Get "files/versions.json" | fromJson).elasticsearchFrom -}}
{{- if and (semverCompare (printf ">= %s.0" $major) $target) (semverCompare (printf "< %s" $oldest) $running) -}}
{{- $path = append $path (printf "Elasticsearch %s" $oldest) -}}
{{- end -}}
{{- end -}}
{{- if $path -}}
{{- $path = append $path (printf "Elasticsearch %s" $target) -}}
{{- include "clearml.refuse" (list "Elasticsearch" $running $target (printf "Legal path: %s." (join ", then " $path))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
