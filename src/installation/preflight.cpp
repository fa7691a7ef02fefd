#include "installation/preflight.h"

#include "installation/preflight_rules.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

using yaml::Value;

const Value& at(const Value& values, const std::string& path) {
  static const Value nothing;
  auto parsed = yaml::parsePath(path);
  const auto* found = parsed ? yaml::find(values, *parsed) : nullptr;
  return found ? *found : nothing;
}

std::string textAt(const Value& values, const std::string& path) {
  const auto& value = at(values, path);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool truthAt(const Value& values, const std::string& path, bool otherwise = false) {
  const auto& value = at(values, path);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

std::string hostOf(const std::string& url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == url.npos ? 0 : scheme + 3;
  return url.substr(begin, url.find_first_of(":/", begin) - begin);
}

constexpr std::pair<const char*, const char*> servers[] = {
    {"webserver", "app."}, {"apiserver", "api."}, {"fileserver", "files."}};

void needHosts(const Value& values, SetupNeeds& needs) {
  const auto domain = textAt(values, "ingress.domain"), publicUrl = textAt(values, "publicUrl");
  needs.https = truthAt(values, "ingress.tls") || publicUrl.starts_with("https://") ||
                !textAt(values, "ingress.tlsSecretName").empty() || !needs.clusterIssuer.empty() ||
                !textAt(values, "ingress.certManager.issuer").empty();
  const bool gateway = truthAt(values, "gateway.enabled");
  if (!publicUrl.empty()) needs.hosts.push_back(hostOf(publicUrl));
  for (const auto& [part, prefix] : servers) {
    const std::string key = part;
    const bool own = truthAt(values, key + ".ingress.enabled");
    if (!gateway && (own || !domain.empty())) needs.ingress = true;
    const auto named = textAt(values, key + ".ingress.hostName");
    const auto host = !named.empty() ? named : domain.empty() ? std::string() : prefix + domain;
    if (!host.empty() && (own || !domain.empty())) needs.hosts.push_back(host);
    if (!textAt(values, key + ".ingress.tlsSecretName").empty()) needs.https = true;
  }
}

void needNodePorts(const Value& values, SetupNeeds& needs) {
  const bool elsewhere = !textAt(values, "publicUrl").empty() || !textAt(values, "ingress.domain").empty();
  for (const auto& [part, prefix] : servers) {
    const std::string key = part;
    auto type = textAt(values, key + ".service.type");
    if (type.empty()) type = elsewhere || truthAt(values, key + ".ingress.enabled") ? "ClusterIP" : "NodePort";
    const auto& port = at(values, key + ".service.nodePort");
    if (type != "NodePort" || !port.is_number_integer() || port.get<int>() == 0) continue;
    needs.nodePorts.push_back(NodePortNeed{key, port.get<int>()});
  }
}

void needStorage(const Value& values, SetupNeeds& needs) {
  struct Disk {
    const char *part, *base, *enabled, *storageClass;
  };
  constexpr Disk disks[] = {
      {"fileserver", "fileserver.storage.data", "fileserver.storage.enabled", ".class"},
      {"mongodb", "mongodb.persistence", "mongodb.persistence.enabled", ".storageClass"},
      {"elasticsearch", "elasticsearch.persistence", "elasticsearch.persistence.enabled", ".storageClass"},
      {"redis", "redis.persistence", "redis.persistence.enabled", ".storageClass"}};
  for (const auto& disk : disks) {
    const std::string base = disk.base;
    if (!truthAt(values, std::string(disk.part) + ".enabled", true) || !truthAt(values, disk.enabled, true)) continue;
    if (!textAt(values, base + ".existingClaim").empty()) continue;
    needs.storage.push_back({disk.part, textAt(values, base + disk.storageClass), textAt(values, base + ".size")});
  }
}

void needSecrets(const Value& values, SetupNeeds& needs) {
  auto add = [&needs](const std::string& name, const std::string& purpose, std::vector<std::string> keys) {
    if (!name.empty()) needs.secrets.push_back(SecretNeed{name, purpose, std::move(keys), false});
  };
  add(textAt(values, "clearml.existingSecret"), "credentials", {"apiserver_key", "apiserver_secret"});
  if (truthAt(values, "fixedUsers.enabled"))
    add(textAt(values, "fixedUsers.existingSecret"), "fixed users", {"apiserver.conf"});
  std::vector<std::string> keys;
  if (!truthAt(values, "mongodb.enabled", true)) keys = {"mongodb_backend_url", "mongodb_auth_url"};
  if (!truthAt(values, "elasticsearch.enabled", true) &&
      !textAt(values, "externalServices.elasticsearchUsername").empty())
    keys.push_back("elasticsearch_password");
  if (!truthAt(values, "redis.enabled", true) && truthAt(values, "externalServices.redisAuth"))
    keys.push_back("redis_password");
  if (!keys.empty()) add(textAt(values, "externalServices.existingSecret"), "external databases", keys);
  const auto tls = textAt(values, "ingress.tlsSecretName");
  if (!tls.empty()) needs.secrets.push_back(SecretNeed{tls, "TLS", {"tls.crt", "tls.key"}, true});
}

// A disruption budget is made for several pods, or for a database when that is asked for.
bool needsBudget(const Value& values) {
  for (const char* part : {"apiserver", "fileserver", "webserver"}) {
    const auto& count = at(values, std::string(part) + ".replicaCount");
    if (count.is_number_integer() && count.get<int>() > 1) return true;
  }
  for (const char* part : {"mongodb", "elasticsearch", "redis"})
    if (truthAt(values, std::string(part) + ".podDisruptionBudget.enabled")) return true;
  return false;
}

void needKinds(const Value& values, SetupNeeds& needs) {
  auto add = [&needs](const char* group, std::initializer_list<const char*> resources) {
    for (const char* resource : resources) needs.kinds.push_back({group, resource});
  };
  add("apps", {"deployments", "statefulsets"});
  add("", {"services", "secrets", "configmaps", "serviceaccounts", "persistentvolumeclaims"});
  if (needs.ingress) add("networking.k8s.io", {"ingresses"});
  if (!needs.gateway.empty()) add("gateway.networking.k8s.io", {"httproutes"});
  if (truthAt(values, "networkPolicy.enabled")) add("networking.k8s.io", {"networkpolicies"});
  if (needsBudget(values)) add("policy", {"poddisruptionbudgets"});
  const bool backups = truthAt(values, "backup.enabled") || truthAt(values, "restore.enabled");
  if (backups) add("batch", {"cronjobs"});
  if (backups || truthAt(values, "upgradeCheck.enabled")) {
    add("batch", {"jobs"});
    add("rbac.authorization.k8s.io", {"roles", "rolebindings"});
  }
  if (truthAt(values, "metrics.serviceMonitor.enabled")) add("monitoring.coreos.com", {"servicemonitors"});
}

// Pods of the chart that do not say runAsNonRoot: a namespace that enforces "restricted" refuses them.
std::vector<std::string> rootPods(const Value& values) {
  std::vector<std::string> names;
  for (const char* part : {"apiserver", "fileserver", "webserver", "mongodb", "elasticsearch", "redis"}) {
    const std::string key = part;
    if (!truthAt(values, key + ".enabled", true)) continue;
    if (!truthAt(values, key + ".podSecurityContext.runAsNonRoot") &&
        !truthAt(values, key + ".containerSecurityContext.runAsNonRoot"))
      names.push_back(key);
  }
  return names;
}

}  // namespace

std::string_view name(CheckState state) {
  switch (state) {
    case CheckState::Good: return "Good";
    case CheckState::Warning: return "Warning";
    case CheckState::Failed: return "Failed";
    case CheckState::Unknown: return "Unknown";
  }
  return "Unknown";
}

SetupNeeds needsOf(const Value& values, const std::string& release, const std::string& ns) {
  SetupNeeds needs;
  needs.release = release;
  needs.ns = ns;
  needs.ingressClass = textAt(values, "ingress.className");
  needs.clusterIssuer = textAt(values, "ingress.certManager.clusterIssuer");
  if (truthAt(values, "gateway.enabled")) {
    needs.gateway = textAt(values, "gateway.parentRefs[0].name");
    needs.gatewayNamespace = textAt(values, "gateway.parentRefs[0].namespace");
  }
  needHosts(values, needs);
  needKinds(values, needs);
  needNodePorts(values, needs);
  needStorage(values, needs);
  needSecrets(values, needs);
  needs.demand = demandOf(values);
  needs.rootPods = rootPods(values);
  needs.mapsMemory = truthAt(values, "elasticsearch.enabled", true) && truthAt(values, "elasticsearch.allowMmap");
  return needs;
}

std::vector<kube::Access> rightsFor(const SetupNeeds& needs) {
  std::vector<kube::Access> rights;
  for (const auto& kind : needs.kinds)
    for (const char* verb : {"create", "patch", "delete"})
      rights.emplace_back(verb, kind.group, kind.resource, needs.ns);
  // Helm keeps releases in Secrets; health is read from pods.
  rights.emplace_back("list", "", "secrets", needs.ns);
  rights.emplace_back("list", "", "pods", needs.ns);
  rights.emplace_back("watch", "", "pods", needs.ns);
  rights.emplace_back("create", "", "pods", needs.ns, "portforward");
  return rights;
}

std::vector<CheckFinding> check(const SetupNeeds& needs, const SetupFacts& facts) {
  CheckFindings findings;
  findings.push_back(facts.version ? good("Kubernetes", *facts.version) : unknown("Kubernetes", facts.version.error()));
  for (auto rule : {checkRights, checkNamespace, checkQuotas, checkNodes, checkStorage, checkSecrets, checkNodePorts,
                    checkIngressClass, checkGateway, checkDns, checkTls})
    rule(needs, facts, findings);
  return findings;
}

CheckState worst(const std::vector<CheckFinding>& findings) {
  auto rank = [](CheckState state) {
    return state == CheckState::Failed ? 3 : state == CheckState::Unknown ? 2 : state == CheckState::Warning ? 1 : 0;
  };
  CheckState found = CheckState::Good;
  for (const auto& finding : findings)
    if (rank(finding.state) > rank(found)) found = finding.state;
  return found;
}

CheckFinding good(std::string what, std::string evidence) {
  return CheckFinding{std::move(what), CheckState::Good, std::move(evidence), {}};
}
CheckFinding warning(std::string what, std::string evidence, std::string nextStep) {
  return CheckFinding{std::move(what), CheckState::Warning, std::move(evidence), std::move(nextStep)};
}
CheckFinding failed(std::string what, std::string evidence, std::string nextStep) {
  return CheckFinding{std::move(what), CheckState::Failed, std::move(evidence), std::move(nextStep)};
}
CheckFinding unknown(std::string what, const Error& why) {
  return CheckFinding{std::move(what), CheckState::Unknown, why.message,
                      why.hint.empty() ? "Ask somebody who may look at it" : why.hint};
}

}  // namespace cleardeck::installation
