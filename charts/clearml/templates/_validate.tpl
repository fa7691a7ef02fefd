{{/* Checks of values.yaml that need more than one value; see validate.yaml. */}}

{{- define "clearml.checkAddress" -}}
{{- $components := list "apiserver" "fileserver" "webserver" -}}
{{- $ports := dict -}}
{{- range $components -}}
{{- $values := index $.Values . -}}
{{- $port := toString $values.service.nodePort -}}
{{- if and $values.enabled (ne $port "0") (eq (include "clearml.serviceType" (list $ .)) "NodePort") -}}
{{- if hasKey $ports $port -}}
{{- fail (printf "%s.service.nodePort: %s is the port of %s.service.nodePort as well" . $port (index $ports $port)) -}}
{{- end -}}
{{- $_ := set $ports $port . -}}
{{- end -}}
{{- $knowsHost := or $values.ingress.hostName $.Values.ingress.domain (and (eq . "webserver") $.Values.publicUrl) -}}
{{- if and $values.enabled $values.ingress.enabled (not $knowsHost) -}}
{{- fail (printf "%s.ingress.enabled: needs %s.ingress.hostName or ingress.domain" . .) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.publicUrl .Values.ingress.domain -}}
{{- fail "publicUrl: is for one host and ingress.domain for three; set one of them" -}}
{{- end -}}
{{- if and .Values.ingress.certManager.clusterIssuer .Values.ingress.certManager.issuer -}}
{{- fail "ingress.certManager.issuer: set it or clusterIssuer, not both" -}}
{{- end -}}
{{- if .Values.gateway.enabled -}}
{{- if not .Values.gateway.parentRefs }}{{ fail "gateway.parentRefs: name the Gateway that the routes attach to" }}{{ end -}}
{{- if not (or .Values.publicUrl .Values.ingress.domain .Values.webserver.ingress.hostName) -}}
{{- fail "gateway.enabled: needs ingress.domain or publicUrl, so that the routes have hosts" -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.cookies.sameSite "None") (ne (include "clearml.cookieSecure" .) "true") -}}
{{- fail "cookies.sameSite: browsers take None only with secure cookies; use https and cookies.secure" -}}
{{- end -}}
{{- end -}}

{{- define "clearml.checkDatabases" -}}
{{- $external := .Values.externalServices -}}
{{- if not .Values.mongodb.enabled -}}
{{- range list "mongodbConnectionStringBackend" "mongodbConnectionStringAuth" -}}
{{- $text := index $external . -}}
{{- if and (not $text) (not $external.existingSecret) (not $.Values.clearml.existingSecret) -}}
{{- fail (printf "externalServices.%s: mongodb.enabled is false, so a connection is needed here or in externalServices.existingSecret" .) -}}
{{- end -}}
{{- if and $text (or $external.existingSecret $.Values.clearml.existingSecret) -}}
{{- fail (printf "externalServices.%s: is not used beside externalServices.existingSecret or clearml.existingSecret; put it into that Secret" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not .Values.elasticsearch.enabled -}}
{{- $path := "externalServices.elasticsearchConnectionString" -}}
{{- if not $external.elasticsearchConnectionString }}{{ fail (printf "%s: elasticsearch.enabled is false, so a connection is needed" $path) }}{{ end -}}
{{- range $external.elasticsearchConnectionString | fromJsonArray -}}
{{- if not (kindIs "map" .) }}{{ fail (printf "%s: is not a JSON list of hosts: %v" $path .) }}{{ end -}}
{{- end -}}
{{- range $number, $host := $external.elasticsearchConnectionString | fromJsonArray -}}
{{- range list "host" "port" "scheme" -}}
{{- if not (index $host .) }}{{ fail (printf "%s: host %d has no %q" $path (add1 $number) .) }}{{ end -}}
{{- end -}}
{{- if not (has $host.scheme (list "http" "https")) }}{{ fail (printf "%s: scheme is http or https, not %v" $path $host.scheme) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (not .Values.redis.enabled) (not $external.redisHost) -}}
{{- fail "externalServices.redisHost: redis.enabled is false, so a host is needed" -}}
{{- end -}}
{{- end -}}

{{- define "clearml.checkUsers" -}}
{{- with .Values.fixedUsers -}}
{{- if and .enabled (not .users) (not .existingSecret) -}}
{{- fail "fixedUsers.users: is empty although fixedUsers.enabled is true: nobody could log in" -}}
{{- end -}}
{{- if and .users .existingSecret }}{{ fail "fixedUsers.existingSecret: set it or fixedUsers.users, not both" }}{{ end -}}
{{- $names := list -}}
{{- range .users -}}
{{- if has .username $names }}{{ fail (printf "fixedUsers.users: %q is there twice" .username) }}{{ end -}}
{{- $names = append $names .username -}}
{{- end -}}
{{- end -}}
{{- if gt (int64 .Values.sessionExpiry.defaultSec) (int64 .Values.sessionExpiry.maxSec) -}}
{{- fail "sessionExpiry.defaultSec: is more than sessionExpiry.maxSec" -}}
{{- end -}}
{{- end -}}

{{- define "clearml.checkServers" -}}
{{- $storage := .Values.fileserver.storage -}}
{{- if and (gt (int .Values.fileserver.replicaCount) 1) (ne $storage.data.accessMode "ReadWriteMany") -}}
{{- fail "fileserver.replicaCount: more than one needs fileserver.storage.data.accessMode: ReadWriteMany" -}}
{{- end -}}
{{- if and (gt (int .Values.fileserver.replicaCount) 1) (not $storage.enabled) -}}
{{- fail "fileserver.replicaCount: more than one needs fileserver.storage.enabled, or each would have its own files" -}}
{{- end -}}
{{- $extra := dict "apiserver.extraEnvs" .Values.apiserver.extraEnvs "fileserver.extraEnvs" .Values.fileserver.extraEnvs
                   "apiserver.asyncdelete.extraEnvs" .Values.apiserver.asyncdelete.extraEnvs
                   "webserver.extraEnvs" .Values.webserver.extraEnvs "mongodb.extraEnvs" .Values.mongodb.extraEnvs
                   "elasticsearch.extraEnvs" .Values.elasticsearch.extraEnvs "redis.extraEnvs" .Values.redis.extraEnvs -}}
{{- range $path, $variables := $extra -}}
{{- $names := list -}}
{{- range $variables -}}
{{- if has .name $names }}{{ fail (printf "%s: %s is there twice" $path .name) }}{{ end -}}
{{- $names = append $names .name -}}
{{- $text := default "" .value -}}
{{- if and (hasPrefix "CLEARML__" .name) (not (regexMatch "^([\"\\[{]|\\$\\()" $text)) (regexMatch "[+=$,{}\\[\\]@!*^&?#\"]" $text) -}}
{{- fail (printf "%s: the server could not read %s: put its text into double quotes inside the value, as in value: '\"…\"'" $path .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $file, $text := .Values.webserver.additionalConfigs -}}
{{- if hasSuffix ".json" $file -}}
{{- $json := fromJson $text -}}
{{- if hasKey $json "Error" }}{{ fail (printf "webserver.additionalConfigs.%s: is not a JSON object: %v" $file $json.Error) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* An own Secret that is in the cluster already must be complete, or the pods would hang without saying why. */}}
{{- define "clearml.checkCredentials" -}}
{{- $kept := include "clearml.keptCredentials" . | fromYaml -}}
{{- if and .Values.clearml.existingSecret $kept -}}
{{- $needed := include "clearml.credentialValues" . | fromYaml | keys | sortAlpha -}}
{{- $elsewhere := .Values.externalServices.existingSecret -}}
{{- if not .Values.mongodb.enabled -}}
{{- $needed = without $needed "mongodb_password" -}}
{{- if not $elsewhere }}{{ $needed = concat $needed (list "mongodb_backend_url" "mongodb_auth_url") }}{{ end -}}
{{- end -}}
{{- if and (not .Values.elasticsearch.enabled) (or $elsewhere (not .Values.externalServices.elasticsearchUsername)) -}}
{{- $needed = without $needed "elasticsearch_password" -}}
{{- end -}}
{{- if and (not .Values.redis.enabled) (or $elsewhere (not .Values.externalServices.redisAuth)) -}}
{{- $needed = without $needed "redis_password" -}}
{{- end -}}
{{- range $needed -}}
{{- if not (hasKey $kept .) -}}
{{- fail (printf "clearml.existingSecret: the Secret %s has no key %s" $.Values.clearml.existingSecret .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
