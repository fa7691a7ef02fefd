#include "installation/discovery.h"

#include <algorithm>
#include <set>

namespace cleardeck::installation {
namespace {

using Key = std::pair<std::string, std::string>;  // namespace, release

constexpr std::string_view chartLabel = "helm.sh/chart";

// "clearml-7.14.4" is the server's chart; "clearml-agent-5.3.2" and "clearml-serving-1.5.10" are not.
std::string_view serverVersion(std::string_view chart) {
  constexpr std::string_view prefix = "clearml-";
  if (chart.substr(0, prefix.size()) != prefix) return {};
  chart.remove_prefix(prefix.size());
  return !chart.empty() && chart[0] >= '0' && chart[0] <= '9' ? chart : std::string_view();
}

struct Workloads {
  std::map<Key, Found> servers;
  std::set<Key> others;  // their chart is known, and it is another
};

template <class Row>
void look(const Rows<Row>& rows, Workloads& seen) {
  for (const auto& [uid, row] : rows) {
    const auto release = releaseOf(row);
    const auto chart = row.labels.find(chartLabel);
    if (release.empty() || chart.empty()) continue;
    const Key key(row.ns, std::string(release));
    const auto version = serverVersion(chart);
    if (version.empty()) {
      seen.others.insert(key);
      continue;
    }
    Found& found = seen.servers[key];
    found.ns = key.first;
    found.name = key.second;
    found.release.chart = "clearml";
    found.release.chartVersion = version;
    found.release.appVersion = row.labels.find("app.kubernetes.io/version");
    // Our chart names its components; upstream's own objects carry no such label (its databases' charts do).
    if (partNamed(row.labels.find("app.kubernetes.io/component"))) found.flavour = Flavour::ClearDeck;
  }
}

std::map<Key, const kube::ReleaseSecret*> newest(const Facts& facts) {
  std::map<Key, const kube::ReleaseSecret*> result;
  for (const auto& [uid, secret] : facts.releases) {
    auto& best = result[Key(secret.ns, secret.release)];
    if (!best || best->revision < secret.revision) best = &secret;
  }
  return result;
}

void describe(Found& found, const kube::ReleaseSecret& secret, const ReleaseSummary* summary) {
  found.ns = secret.ns;
  found.name = secret.release;
  found.secretUid = secret.uid;
  found.revision = secret.revision;
  found.status = secret.status;
  found.changedAt = secret.modifiedAt;
  if (!summary) return;
  found.release.problem = summary->problem;
  if (!summary->problem.empty()) return;
  found.release = *summary;
}

}  // namespace

std::string_view releaseOf(const kube::Object& object) {
  if (!object.helmRelease.empty()) return object.helmRelease;
  if (auto instance = object.labels.find("app.kubernetes.io/instance"); !instance.empty()) return instance;
  return object.labels.find("release");  // the Elasticsearch chart of upstream
}

Discovery discover(const Facts& facts) {
  Workloads seen;
  look(facts.deployments, seen);
  look(facts.statefulSets, seen);
  Discovery result;
  for (const auto& [key, secret] : newest(facts)) {
    if (secret->status == "uninstalled") continue;
    const auto entry = facts.summaries.find(Facts::summaryKey(*secret));
    const ReleaseSummary* summary = entry == facts.summaries.end() ? nullptr : &entry->second;
    const bool server = seen.servers.count(key) > 0;
    if (!server && !summary && seen.others.count(key)) continue;
    if (!summary) result.read.push_back(*secret);
    const bool readable = summary && summary->problem.empty();
    if (readable && summary->chart != "clearml") {
      seen.servers.erase(key);
      continue;
    }
    if (!readable && !server) continue;
    describe(seen.servers[key], *secret, summary);
  }
  for (auto& [key, found] : seen.servers) result.found.push_back(std::move(found));
  return result;
}

}  // namespace cleardeck::installation
