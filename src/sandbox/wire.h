/// Request bodies as JSON, whatever they were written in. client-go's typed clients (helm's release Secrets) send
/// Kubernetes' protobuf by default and do not fall back; server-side apply bodies may be YAML.
/// Field numbers: k8s.io/api/*/generated.proto, apimachinery/pkg/apis/meta/v1/generated.proto.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

#include <string_view>

namespace cleardeck::sandbox {

/// Errors: 400 when it cannot be read, 415 for another type or a kind whose protobuf form is not known here.
Result<Json> readBody(const std::string& contentType, std::string_view body);
/// The envelope "k8s\0" with one object.
Result<Json> readProtobuf(std::string_view bytes);
/// All documents of a YAML text, empty ones left out.
Result<std::vector<Json>> readYaml(const std::string& text);

}  // namespace cleardeck::sandbox
