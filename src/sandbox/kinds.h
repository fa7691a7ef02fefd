/// The kinds the sandbox serves: one row each, from which discovery, OpenAPI and routing are made.
#pragma once
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::sandbox {

using Json = nlohmann::json;
/// Stored objects never change; a write makes a new one.
using Object = std::shared_ptr<const Json>;

struct Kind {
  std::string group;  ///< empty: core
  std::string version;
  std::string plural;
  std::string name;  ///< "Deployment"
  bool namespaced = true;
  bool status = false;  ///< has the status subresource
  bool scale = false;
  std::string shortNames = {};  ///< separated by blanks
  bool all = false;             ///< in kubectl's category "all"

  std::string apiVersion() const { return group.empty() ? version : group + "/" + version; }
  /// "deployments.apps", as the server's messages name it.
  std::string qualified() const { return group.empty() ? plural : plural + "." + group; }
};

const std::vector<Kind>& kinds();
const Kind* findKind(std::string_view group, std::string_view version, std::string_view plural);
const Kind* findKindNamed(std::string_view apiVersion, std::string_view name);
/// A kind that is known to exist, by its plural (unique in the table).
const Kind& kindOf(std::string_view plural);

/// String at a path of keys, "" when absent or not a string.
std::string textAt(const Json& object, std::initializer_list<const char*> path);
/// Value at a path of keys, null when absent.
const Json& at(const Json& object, std::initializer_list<const char*> path);

}  // namespace cleardeck::sandbox
