#include "installation/preflight_rules.h"

#include "base/text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace cleardeck::installation {
namespace {

bool takesPods(const kube::Node& node) {
  const auto repels = [](const std::string& taint) {
    return taint.ends_with(":NoSchedule") || taint.ends_with(":NoExecute");
  };
  return node.ready && !node.unschedulable && std::none_of(node.taints.begin(), node.taints.end(), repels);
}

// What a quota leaves, compared with what is asked for; nothing for resources that the chart does not use.
void compareQuota(const kube::ResourceQuota& quota, const kube::QuotaLimit& limit, const SetupNeeds& needs,
                  CheckFindings& findings) {
  const bool memory = limit.resource == "requests.memory" || limit.resource == "memory";
  const bool cpu = limit.resource == "requests.cpu" || limit.resource == "cpu";
  const bool claims = limit.resource == "persistentvolumeclaims";
  if (!memory && !cpu && !claims) return;
  auto read = cpu ? milliCoresOf : bytesOf;
  const auto hard = read(limit.hard), used = read(limit.used.empty() ? "0" : limit.used);
  if (!hard || !used) return;
  const std::int64_t wanted = memory ? needs.demand.memoryBytes
                              : cpu  ? needs.demand.milliCores
                                     : std::int64_t(needs.storage.size());
  const auto what = "Quota " + quota.name + ", " + limit.resource;
  const auto evidence = fmt::format("{} of {} used", limit.used.empty() ? "0" : limit.used, limit.hard);
  if (*hard - *used >= wanted)
    findings.push_back(good(what, evidence));
  else
    findings.push_back(failed(what,
                              evidence + ", and the installation asks for " +
                                  (memory ? bytesText(wanted)
                                   : cpu  ? fmt::format("{} m", wanted)
                                          : std::to_string(wanted)),
                              "Have the quota raised, or install into another namespace"));
}

std::string classNames(const std::vector<kube::StorageClass>& classes) {
  std::vector<std::string> names;
  for (const auto& row : classes) names.push_back(row.name);
  return names.empty() ? "there is none" : "there are " + text::join(names, ", ");
}

void judgeClass(const kube::StorageClass& row, const std::string& what, CheckFindings& findings) {
  const auto evidence = row.name + ": " + row.provisioner + ", reclaim policy " + row.reclaimPolicy;
  if (row.provisioner == "kubernetes.io/no-provisioner")
    findings.push_back(warning(what, evidence + ", makes no volumes by itself", "Make a volume for each claim before"));
  else if (!row.expandable)
    findings.push_back(warning(what, evidence + ", its volumes cannot grow",
                               "Choose the sizes generously now, or a class with allowVolumeExpansion"));
  else
    findings.push_back(good(what, evidence + ", its volumes can grow"));
}

void checkDefaultClass(const std::vector<kube::StorageClass>& classes, CheckFindings& findings) {
  const std::string what = "Default storage class";
  std::vector<const kube::StorageClass*> defaults;
  for (const auto& row : classes)
    if (row.isDefault) defaults.push_back(&row);
  if (defaults.empty())
    findings.push_back(failed(what, "no class is marked as the default; " + classNames(classes),
                              "Name one with --storage-class, or mark one as the default"));
  else if (defaults.size() > 1)
    findings.push_back(warning(what, fmt::format("{} classes are marked as the default", defaults.size()),
                               "Name the one that is meant with --storage-class"));
  else
    judgeClass(*defaults.front(), what, findings);
}

}  // namespace

void checkRights(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  const std::string what = "Rights in namespace " + needs.ns;
  std::vector<std::string> missing;
  for (const auto& right : facts.rights) {
    if (!right.verdict) {
      findings.push_back(unknown(what, right.verdict.error()));
      return;
    }
    if (!right.verdict->allowed) missing.push_back(right.access.text());
  }
  if (missing.empty())
    findings.push_back(good(what, fmt::format("all {} that an installation takes", facts.rights.size())));
  else
    findings.push_back(failed(what, "not allowed: " + text::join(missing, "; "),
                              "Have these rights given by a Role in the namespace (the ClusterRole admin has most)"));
}

void checkNamespace(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  const std::string what = "Namespace " + needs.ns;
  if (!facts.ns && facts.ns.error().kind == ErrorKind::NotFound) {
    findings.push_back(good(what, "is not there yet; the installation makes it"));
    return;
  }
  if (!facts.ns) {
    findings.push_back(unknown(what, facts.ns.error()));
    return;
  }
  if (facts.ns->phase == "Terminating" || facts.ns->terminating) {
    findings.push_back(failed(what, "is being deleted", "Wait until it is gone, or choose another"));
    return;
  }
  findings.push_back(good(what, "is there"));
  const std::string level(facts.ns->labels.find("pod-security.kubernetes.io/enforce"));
  if (level.empty()) return;
  if (level == "restricted" && !needs.rootPods.empty())
    findings.push_back(
        failed("Pod Security",
               "the namespace enforces restricted, which refuses the pods of " + text::join(needs.rootPods, ", "),
               "Set pod-security.kubernetes.io/enforce to baseline for this namespace"));
  else
    findings.push_back(good("Pod Security", "the namespace enforces " + level));
}

void checkQuotas(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (!facts.quotas) {
    findings.push_back(unknown("Quota", facts.quotas.error()));
    return;
  }
  for (const auto& quota : *facts.quotas)
    for (const auto& limit : quota.limits) compareQuota(quota, limit, needs, findings);
}

void checkNodes(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (!facts.nodes) {
    findings.push_back(unknown("Nodes", facts.nodes.error()));
    return;
  }
  std::int64_t memory = 0, largest = 0, cpu = 0;
  int count = 0;
  for (const auto& node : *facts.nodes) {
    if (!takesPods(node)) continue;
    ++count;
    const auto bytes = bytesOf(node.memory);
    const auto cores = milliCoresOf(node.cpu);
    if (bytes) memory += *bytes, largest = std::max(largest, *bytes);
    if (cores) cpu += *cores;
  }
  const auto& demand = needs.demand;
  const auto evidence =
      fmt::format("{} nodes with {} and {:.1f} cores; the pods ask for {} and {:.1f}", count, bytesText(memory),
                  double(cpu) / 1000, bytesText(demand.memoryBytes), double(demand.milliCores) / 1000);
  const std::string more = "Add nodes, or choose a smaller size with --users";
  if (count == 0)
    findings.push_back(failed("Nodes", "no node is ready and takes pods", "Look at `kubectl get nodes`"));
  else if (demand.largestPodBytes > largest)
    findings.push_back(failed("Nodes",
                              demand.largestPod + " asks for " + bytesText(demand.largestPodBytes) +
                                  ", and the largest node has " + bytesText(largest),
                              more));
  else if (demand.memoryBytes > memory || demand.milliCores > cpu)
    findings.push_back(failed("Nodes", evidence, more));
  else if (demand.memoryBytes * 10 > memory * 7 || demand.milliCores * 10 > cpu * 7)
    findings.push_back(warning("Nodes", evidence + ": little is left for everything else", more));
  else
    findings.push_back(good("Nodes", evidence));
  if (needs.mapsMemory)
    findings.push_back(
        CheckFinding{"Kernel setting vm.max_map_count", CheckState::Unknown,
                     "Elasticsearch maps its files into memory (elasticsearch.allowMmap), and the setting "
                     "of the nodes cannot be seen from here",
                     "Run `sysctl -w vm.max_map_count=262144` on every node, or leave allowMmap off"});
}

void checkStorage(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (needs.storage.empty()) return;
  if (!facts.storageClasses) {
    findings.push_back(unknown("Storage classes", facts.storageClasses.error()));
    return;
  }
  std::map<std::string, std::vector<std::string>> parts;
  for (const auto& need : needs.storage) parts[need.storageClass].push_back(need.part + " " + need.size);
  for (const auto& [wanted, users] : parts) {
    if (wanted.empty()) {
      checkDefaultClass(*facts.storageClasses, findings);
      continue;
    }
    const auto what = "Storage class " + wanted;
    const auto& classes = *facts.storageClasses;
    auto same = [&wanted = wanted](const kube::StorageClass& row) { return row.name == wanted; };
    auto found = std::find_if(classes.begin(), classes.end(), same);
    if (found == classes.end())
      findings.push_back(failed(what,
                                "is not there, and " + text::join(users, ", ") + " asks for it; " + classNames(classes),
                                "Name one that is there with --storage-class"));
    else
      judgeClass(*found, what, findings);
  }
}

void checkSecrets(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  for (const auto& need : needs.secrets) {
    const auto what = "Secret " + need.name + " (" + need.purpose + ")";
    auto found = facts.secrets.find(need.name);
    if (found == facts.secrets.end()) continue;
    const auto& fact = found->second;
    if (!fact && fact.error().kind == ErrorKind::NotFound) {
      findings.push_back(failed(what, "is not in namespace " + needs.ns, "Make it before the installation"));
      continue;
    }
    if (!fact) {
      findings.push_back(unknown(what, fact.error()));
      continue;
    }
    std::vector<std::string> missing;
    for (const auto& key : need.keys)
      if (std::find(fact->keys.begin(), fact->keys.end(), key) == fact->keys.end()) missing.push_back(key);
    if (!missing.empty())
      findings.push_back(failed(what, "has no " + text::join(missing, ", "), "Add what is missing"));
    else if (need.tls && fact->type != "kubernetes.io/tls")
      findings.push_back(failed(what, "is of the type " + fact->type, "Make it with `kubectl create secret tls`"));
    else if (!need.tls)
      findings.push_back(good(what, "is there with all keys"));
    else if (!fact->certificate)
      findings.push_back(
          failed(what, "tls.crt: " + fact->certificate.error().message, "Put a PEM certificate into it"));
    else
      checkCertificate(what, "its certificate", *fact->certificate, needs.hosts, facts.now, findings);
  }
}

}  // namespace cleardeck::installation
