/// An installation as a row: one Helm release of ClearML in one context, with all that the list and the overview show.
#pragma once
#include "base/live.h"
#include "installation/part.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cleardeck::installation {

/// Which chart: decides what can be assumed about names and labels.
enum class Flavour {
  ClearDeck,  ///< our charts/clearml
  Upstream,   ///< ClearML's own chart "clearml"
};

/// What a release Secret says of its release, without values and manifest.
struct ReleaseSummary {
  std::string chart;  ///< chart name; "" until the payload was read
  std::string chartVersion;
  std::string appVersion;
  std::string description;  ///< "Upgrade complete", an error …
  std::string problem;      ///< why the payload could not be read; then only the labels are known
  bool operator==(const ReleaseSummary&) const = default;
};

enum class PartState {
  Ok,
  Warn,     ///< works, but
  Bad,      ///< does not work
  Busy,     ///< starting or rolling out
  Off,      ///< scaled to zero, not part of this release, or outside of the cluster
  Unknown,  ///< may not be looked at
};

struct PartStatus {
  Part part = Part::Ingress;
  PartState state = PartState::Unknown;
  std::string workload;        ///< "Deployment/clearml-apiserver"; "" when there is none
  std::string service;         ///< the Service before it; "" when there is none
  std::string version;         ///< image tag
  int ready = 0, desired = 0;  ///< pods
  std::uint32_t restarts = 0;
  std::string summary;   ///< a few words: "1/1", "not in this release"
  std::string reason;    ///< one sentence when it is not Ok: what is seen, on which object
  std::string nextStep;  ///< what to do about it; may be empty
  std::vector<std::string> pods;
  bool operator==(const PartStatus&) const = default;
};

enum class HealthWord { Healthy, Updating, Degraded, Broken, Paused, Unknown };
std::string_view name(HealthWord word);  ///< "Healthy" …

struct Finding {
  PartState severity = PartState::Warn;
  std::string part;      ///< name(Part), or "" when it is about the release
  std::string title;     ///< the fact
  std::string evidence;  ///< what it was read from
  std::string nextStep;
  bool operator==(const Finding&) const = default;
};

struct Health {
  HealthWord word = HealthWord::Unknown;
  std::string sentence;
  std::string from, to;           ///< the first broken link as part names; `from` may be empty
  std::vector<Finding> findings;  ///< worst first
  bool operator==(const Health&) const = default;
};

enum class Door { Web, Api, Files };
std::string_view name(Door door);  ///< "web", "api", "files"

/// One of the three services that people and programs talk to.
struct Address {
  Door door = Door::Web;
  std::string service;  ///< "" when it was not found
  std::string port;     ///< of the Service, as a number
  std::string url;      ///< as reached from outside of the cluster; "" when there is no way but a forward
  std::string via;      ///< "Ingress", "NodePort", "LoadBalancer", "" for forward only
  bool operator==(const Address&) const = default;
};

struct Volume {
  std::string part;  ///< name(Part); "" when no part mounts it
  std::string claim, phase, capacity, storageClass;
  bool operator==(const Volume&) const = default;
};

struct Installation {
  std::string uid;  ///< "context/namespace/name"
  std::string context, ns, name;
  Flavour flavour = Flavour::Upstream;
  ReleaseSummary release;
  std::uint32_t revision = 0;  ///< 0: release Secrets may not be listed
  std::string status;          ///< Helm's: deployed, failed, pending-upgrade …
  std::int64_t changedAt = 0;  ///< of the newest revision; seconds since 1970
  Health health;
  std::vector<PartStatus> parts;  ///< in the order of the chain
  std::vector<Address> addresses;
  std::vector<Volume> volumes;
  LiveState state;  ///< how true all of this is
  bool operator==(const Installation&) const = default;

  const PartStatus& part(Part which) const { return parts.at(std::size_t(which)); }
};

}  // namespace cleardeck::installation
