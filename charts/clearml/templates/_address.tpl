{{/* Where the installation answers: hosts, public URLs, Service types. A URL that the chart cannot know is empty. */}}

{{/* The host of a component's ingress rule, empty without one: list $ "apiserver". */}}
{{- define "clearml.ingressHost" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $prefix := dict "apiserver" "api" "fileserver" "files" "webserver" "app" -}}
{{- $values := index $root.Values $component -}}
{{- if and $values.enabled (or $values.ingress.enabled $root.Values.ingress.domain) -}}
{{- if $values.ingress.hostName -}}
{{- $values.ingress.hostName -}}
{{- else if $root.Values.ingress.domain -}}
{{- printf "%s.%s" (index $prefix $component) $root.Values.ingress.domain -}}
{{- else if and (eq $component "webserver") $root.Values.publicUrl -}}
{{- (urlParse $root.Values.publicUrl).host | splitList ":" | first -}}
{{- else -}}
{{- fail (printf "%s.ingress.enabled needs %s.ingress.hostName or ingress.domain" $component $component) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "clearml.ingressUrl" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
{{- with include "clearml.ingressHost" . -}}
{{- $tls := or $root.Values.ingress.tls $root.Values.ingress.tlsSecretName $values.ingress.tlsSecretName -}}
{{- printf "%s://%s%s" (ternary "https" "http" (not (not $tls))) . (trimSuffix "/" $values.ingress.path) -}}
{{- end -}}
{{- end -}}

{{- define "clearml.webUrl" -}}
{{- default (include "clearml.ingressUrl" (list . "webserver")) .Values.publicUrl -}}
{{- end -}}

{{- define "clearml.apiUrl" -}}
{{- if .Values.clearml.clientConfigurationApiUrl -}}{{- .Values.clearml.clientConfigurationApiUrl -}}
{{- else if .Values.publicUrl -}}{{- printf "%s/api" .Values.publicUrl -}}
{{- else -}}{{- include "clearml.ingressUrl" (list . "apiserver") -}}{{- end -}}
{{- end -}}

{{- define "clearml.filesUrl" -}}
{{- if .Values.clearml.clientConfigurationFilesUrl -}}{{- .Values.clearml.clientConfigurationFilesUrl -}}
{{- else if .Values.publicUrl -}}{{- printf "%s/files" .Values.publicUrl -}}
{{- else -}}{{- include "clearml.ingressUrl" (list . "fileserver") -}}{{- end -}}
{{- end -}}

{{/* The type of a component's Service: list $ "apiserver". */}}
{{- define "clearml.serviceType" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
{{- if $values.service.type -}}{{- $values.service.type -}}
{{- else if or $root.Values.publicUrl $root.Values.ingress.domain $values.ingress.enabled -}}ClusterIP
{{- else -}}NodePort{{- end -}}
{{- end -}}

{{/* URLs inside the cluster. */}}
{{- define "clearml.internalApiUrl" -}}
{{- printf "http://%s-apiserver:%v" (include "clearml.fullname" .) .Values.apiserver.service.port -}}
{{- end -}}
{{- define "clearml.internalFilesUrl" -}}
{{- printf "http://%s-fileserver:%v" (include "clearml.fullname" .) .Values.fileserver.service.port -}}
{{- end -}}

{{/* Every URL under which files may have been recorded, as a JSON list: only such files are deleted with their task. */}}
{{- define "clearml.filePrefixes" -}}
{{- $urls := list (include "clearml.internalFilesUrl" .) -}}
{{- with include "clearml.filesUrl" . }}{{ $urls = append $urls . }}{{ end -}}
{{- if eq (include "clearml.serviceType" (list . "fileserver")) "NodePort" -}}
{{- range list "localhost" "127.0.0.1" -}}
{{- $urls = append $urls (printf "http://%s:%v" . $.Values.fileserver.service.nodePort) -}}
{{- end -}}
{{- end -}}
{{- $urls | uniq | toRawJson -}}
{{- end -}}
