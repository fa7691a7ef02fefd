/// What all kinds have in common: where they live in the API, what part of them is wanted, and their metadata.
#pragma once
#include <simdjson.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cleardeck::kube {

/// A kind's place in the API. Every row has one: `static constexpr ResourcePath path`.
struct ResourcePath {
  std::string_view group;  ///< "" is core
  std::string_view version;
  std::string_view plural;
  std::string_view kind;
  bool namespaced = true;
  std::string_view labelSelector = {};  ///< what every list of this row asks the server for; "" is all
  bool metadataOnly = false;            ///< ask for metadata only: the rest is large or secret
};

/// Secrets are read one by one and whole; a table of them would hold what nobody looks at.
inline constexpr ResourcePath secretPath = {"", "v1", "secrets", "Secret"};

/// "/apis/apps/v1/namespaces/team/deployments"; without a namespace the cluster-wide collection.
std::string collectionTarget(const ResourcePath& path, std::string_view ns);
/// "/apis/apps/v1/namespaces/team/deployments/web".
std::string objectTarget(const ResourcePath& path, std::string_view ns, std::string_view name);

/// The part of a kind that is wanted.
struct Scope {
  Scope() = default;
  explicit Scope(std::string n, std::string labels = {}, std::string fields = {})
      : ns(std::move(n)), labelSelector(std::move(labels)), fieldSelector(std::move(fields)) {}
  std::string ns;             ///< "" is every namespace
  std::string labelSelector;  ///< as in the API: "app=web,tier!=db"
  std::string fieldSelector;  ///< "metadata.name=web"
  bool operator==(const Scope&) const = default;
};

/// Labels or a selector: sorted by key, in one piece of memory because there are many thousands of them.
class Labels {
 public:
  void set(std::string_view key, std::string_view value);
  std::string_view find(std::string_view key) const;  ///< "" when absent; valid until the next set()
  bool contains(std::string_view key, std::string_view value) const;
  /// As the selector of a Service: everything in `selector` is here too. An empty selector matches nothing.
  bool match(const Labels& selector) const;
  std::vector<std::pair<std::string_view, std::string_view>> pairs() const;
  /// As the API's labelSelector: "a=b,c=d".
  std::string selectorText() const;
  bool empty() const { return m_text.empty(); }
  bool operator==(const Labels&) const = default;

 private:
  std::string m_text;  // key NUL value NUL …
};

struct Owner {
  std::string kind;
  std::string name;
  bool operator==(const Owner&) const = default;
};

struct Condition {
  std::string type;
  std::string status;  ///< "True", "False", "Unknown"
  std::string reason;
  std::string message;  ///< at most 512 bytes
  std::int64_t since = 0;
  bool operator==(const Condition&) const = default;
};

/// The condition of that type, or nullptr.
const Condition* find(const std::vector<Condition>& conditions, std::string_view type);

/// How a thing does, as a colour: Ok works, Busy gets there, Warn works but, Bad does not work, Off is over or unused.
enum class Tone { Ok, Busy, Warn, Bad, Off };

/// The metadata that every row has. managedFields are never kept.
struct Object {
  std::string uid;
  std::string ns;
  std::string name;
  std::int64_t createdAt = 0;   ///< seconds since 1970
  std::int64_t generation = 0;  ///< of the spec; 0 for kinds that do not count it
  bool terminating = false;     ///< it has a deletionTimestamp
  Labels labels;
  Owner owner;              ///< the controlling owner, if any
  std::string helmRelease;  ///< annotation meta.helm.sh/release-name
  bool operator==(const Object&) const = default;
};

}  // namespace cleardeck::kube
