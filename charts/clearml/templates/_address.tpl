{{/* Where the installation answers: hosts, public URLs, Service types. A URL that the chart cannot know is empty. */}}

{{/* The host under which a component answers through an ingress rule or a route, empty without one:
     list $ "apiserver". */}}
{{- define "clearml.ingressHost" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $prefix := dict "apiserver" "api" "fileserver" "files" "webserver" "app" -}}
{{- $values := index $root.Values $component -}}
{{- $oneHost := and $root.Values.publicUrl (eq $component "webserver") -}}
{{- if and $values.enabled (or $values.ingress.enabled $root.Values.ingress.domain (and $root.Values.gateway.enabled $oneHost)) -}}
{{- if $values.ingress.hostName -}}
{{- $values.ingress.hostName -}}
{{- else if $root.Values.ingress.domain -}}
{{- printf "%s.%s" (index $prefix $component) $root.Values.ingress.domain -}}
{{- else if $oneHost -}}
{{- (urlParse $root.Values.publicUrl).host | splitList ":" | first -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The Secret with the certificate of a component's rule, empty without TLS. cert-manager makes one for each rule,
     because rules that share one would take it from each other. */}}
{{- define "clearml.tlsSecret" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- with $root.Values.ingress -}}
{{- if (index $root.Values $component).ingress.tlsSecretName -}}{{- (index $root.Values $component).ingress.tlsSecretName -}}
{{- else if .tlsSecretName -}}{{- .tlsSecretName -}}
{{- else if or .certManager.clusterIssuer .certManager.issuer -}}
{{- printf "%s-%s-tls" (include "clearml.fullname" $root) $component -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "clearml.ingressUrl" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index $root.Values $component -}}
{{- with include "clearml.ingressHost" . -}}
{{- $tls := or $root.Values.ingress.tls (include "clearml.tlsSecret" (list $root $component)) -}}
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
{{- else if or $root.Values.publicUrl $root.Values.ingress.domain $root.Values.gateway.enabled $values.ingress.enabled -}}ClusterIP
{{- else -}}NodePort{{- end -}}
{{- end -}}

{{/* The session cookie reaches all three hosts of a domain. */}}
{{- define "clearml.cookieDomain" -}}
{{- with default .Values.ingress.domain .Values.clearml.cookieDomain }}{{ printf ".%s" (trimPrefix "." .) }}{{ end -}}
{{- end -}}

{{- define "clearml.cookieSecure" -}}
{{- if eq .Values.cookies.secure "always" -}}true
{{- else if and (eq .Values.cookies.secure "auto") (hasPrefix "https://" (include "clearml.webUrl" .)) -}}true
{{- else -}}false{{- end -}}
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
{{- if and (eq (include "clearml.serviceType" (list . "fileserver")) "NodePort") .Values.fileserver.service.nodePort -}}
{{- range list "localhost" "127.0.0.1" -}}
{{- $urls = append $urls (printf "http://%s:%v" . $.Values.fileserver.service.nodePort) -}}
{{- end -}}
{{- end -}}
{{- $urls | uniq | toRawJson -}}
{{- end -}}
