/// What the comments of a values.yaml say about its keys. Internal to this room.
#pragma once
#include "yaml/comments.h"

#include <map>
#include <string>
#include <vector>

namespace cleardeck::helm {

struct CommentDoc {
  std::string description;
  std::string type;     ///< "int", "list", "" …
  std::string section;  ///< helm-docs `@section --`
  bool ignored = false;
};

/// The comment lines directly above a key. helm-docs: the last group that begins with `# --`; else what a person wrote,
/// without commented-out YAML. Source: helm-docs pkg/helm/chart_info.go.
CommentDoc readComment(const std::vector<std::string>& lines);

/// Bitnami's readme-generator: `## @param path [modifiers] text` anywhere in the file, under the last `## @section`.
std::map<std::string, CommentDoc> readParams(const std::vector<yaml::CommentLine>& lines);

}  // namespace cleardeck::helm
