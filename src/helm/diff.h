/// What a change would do to the cluster: manifests compared object by object and field by field.
#pragma once
#include "yaml/value.h"

#include <optional>
#include <string>
#include <vector>

namespace cleardeck::helm {

enum class ChangeKind { Added, Removed, Changed };

struct FieldChange {
  std::string path;    ///< "spec.template.spec.containers[0].image"
  std::string before;  ///< one line of JSON; "" when added; "********" for data of a Secret
  std::string after;
};

/// Lines for display, as in a unified diff.
struct DiffLine {
  char mark = ' ';  ///< ' ', '-', '+', or '@' for the head of a hunk
  std::string text;
};

struct ObjectChange {
  ChangeKind kind = ChangeKind::Changed;
  std::string apiVersion, objectKind, ns, name;
  std::vector<FieldChange> fields;
  std::vector<DiffLine> lines;
  bool restartsPods = false;  ///< its pod template changes
  std::string title() const { return objectKind + " " + name; }
};

struct ManifestDiff {
  std::vector<ObjectChange> objects;  ///< in the order of the new manifest, removed ones last
  std::vector<std::string> restarts;  ///< titles of what gets new pods
  std::string manifest;               ///< the new one in clear text: for further rules, never to be shown
  bool empty() const { return objects.empty(); }
  std::string text() const;  ///< all of it as a unified diff
};

/// `ns` stands for objects that name no namespace. Data of Secrets is masked: equal values stay equal, nothing is
/// shown. Errors: Invalid, a manifest that does not parse (says which). CPU: milliseconds; call it on a worker.
Result<ManifestDiff> diffManifests(const std::string& before, const std::string& after, const std::string& ns);

/// Two texts as a unified diff with three lines of context.
std::vector<DiffLine> diffLines(const std::string& before, const std::string& after);

}  // namespace cleardeck::helm
