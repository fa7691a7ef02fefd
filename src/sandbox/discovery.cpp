#include "sandbox/discovery.h"

#include "base/text.h"
#include "sandbox/status.h"
#include "sandbox/wire.h"

#include <set>

namespace cleardeck::sandbox {
namespace {

std::vector<std::string> groupVersions() {
  std::vector<std::string> result;
  for (const auto& kind : kinds())
    if (std::find(result.begin(), result.end(), kind.apiVersion()) == result.end()) result.push_back(kind.apiVersion());
  result.push_back("authorization.k8s.io/v1");
  result.push_back("authentication.k8s.io/v1");
  return result;
}

Json version() {
  return {{"major", "1"},        {"minor", "31"},           {"gitVersion", "v1.31.0+sandbox"},
          {"gitCommit", ""},     {"gitTreeState", "clean"}, {"buildDate", "2024-08-13T00:00:00Z"},
          {"goVersion", "none"}, {"compiler", "none"},      {"platform", "linux/amd64"}};
}

Json groups() {
  Json list = Json::array();
  for (const auto& text : groupVersions()) {
    auto slash = text.find('/');
    if (slash == std::string::npos) continue;
    Json one = {{"groupVersion", text}, {"version", text.substr(slash + 1)}};
    list.push_back({{"name", text.substr(0, slash)}, {"versions", Json::array({one})}, {"preferredVersion", one}});
  }
  return {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", list}};
}

Json resource(const std::string& name, const Kind& kind, Json verbs) {
  return {{"name", name},
          {"singularName", ""},
          {"namespaced", kind.namespaced},
          {"kind", kind.name},
          {"verbs", std::move(verbs)}};
}

void addSubresources(const Kind& kind, Json& list) {
  Json readWrite = Json::array({"get", "patch", "update"});
  if (kind.status) list.push_back(resource(kind.plural + "/status", kind, readWrite));
  if (kind.scale) {
    Json scale = resource(kind.plural + "/scale", kind, readWrite);
    scale["kind"] = "Scale";
    scale["group"] = "autoscaling";
    scale["version"] = "v1";
    list.push_back(std::move(scale));
  }
  if (kind.plural != "pods") return;
  list.push_back(resource("pods/log", kind, Json::array({"get"})));
  Json forward = resource("pods/portforward", kind, Json::array({"create", "get"}));
  forward["kind"] = "PodPortForwardOptions";
  list.push_back(std::move(forward));
}

Reply resources(const std::string& groupVersion) {
  Json list = Json::array();
  for (const auto& kind : kinds()) {
    if (kind.apiVersion() != groupVersion) continue;
    Json one =
        resource(kind.plural, kind,
                 Json::array({"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"}));
    one["singularName"] = text::toLower(kind.name);
    if (!kind.shortNames.empty()) one["shortNames"] = Json::array({kind.shortNames});
    if (kind.all) one["categories"] = Json::array({"all"});
    list.push_back(std::move(one));
    addSubresources(kind, list);
  }
  auto review = [&](const char* plural, const char* name) {
    list.push_back({{"name", plural},
                    {"singularName", text::toLower(name)},
                    {"namespaced", false},
                    {"kind", name},
                    {"verbs", Json::array({"create"})}});
  };
  if (groupVersion == "authorization.k8s.io/v1") {
    review("selfsubjectaccessreviews", "SelfSubjectAccessReview");
    review("selfsubjectrulesreviews", "SelfSubjectRulesReview");
  }
  if (groupVersion == "authentication.k8s.io/v1") review("selfsubjectreviews", "SelfSubjectReview");
  if (list.empty()) return Reply(refusal(404, "NotFound", "the server could not find the requested resource"));
  return Reply(
      200, {{"kind", "APIResourceList"}, {"apiVersion", "v1"}, {"groupVersion", groupVersion}, {"resources", list}});
}

std::string pathOf(const std::string& groupVersion) {
  return (groupVersion.find('/') == std::string::npos ? "api/" : "apis/") + groupVersion;
}

Json openApiIndex() {
  Json paths = Json::object();
  for (const auto& groupVersion : groupVersions())
    paths[pathOf(groupVersion)] = {{"serverRelativeURL", "/openapi/v3/" + pathOf(groupVersion) + "?hash=1"}};
  return {{"paths", paths}};
}

/// One PATCH per kind that names the parameters fieldValidation and dryRun: clients then leave validation to the
/// server.
Json openApi(const std::string& groupVersion) {
  Json parameters = Json::array();
  for (const char* name : {"fieldValidation", "dryRun"})
    parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}, {"uniqueItems", true}}}});
  Json paths = Json::object();
  for (const auto& kind : kinds()) {
    if (kind.apiVersion() != groupVersion) continue;
    Json patch = {
        {"parameters", parameters},
        {"x-kubernetes-action", "patch"},
        {"responses", Json::object()},
        {"x-kubernetes-group-version-kind", {{"group", kind.group}, {"version", kind.version}, {"kind", kind.name}}}};
    auto space = kind.namespaced ? std::string("namespaces/{namespace}/") : std::string();
    paths["/" + pathOf(groupVersion) + "/" + space + kind.plural + "/{name}"] = {{"patch", patch}};
  }
  return {{"openapi", "3.0.0"},
          {"info", {{"title", "Kubernetes"}, {"version", "v1.31.0"}}},
          {"paths", paths},
          {"components", {{"schemas", Json::object()}}}};
}

Reply openApiTwo(const ApiRequest& request) {
  if (request.accept.find("protobuf") != std::string::npos) {
    Reply empty;  // no bytes are an empty document
    empty.contentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    return empty;
  }
  return Reply(200, {{"swagger", "2.0"},
                     {"info", {{"title", "Kubernetes"}, {"version", "v1.31.0"}}},
                     {"paths", Json::object()},
                     {"definitions", Json::object()}});
}

}  // namespace

std::optional<Reply> answerDiscovery(const ApiRequest& request, std::uint16_t port) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const auto& path = request.path;
  auto whole = text::join(path, "/");
  if (whole == "healthz" || whole == "livez" || whole == "readyz") return Reply::text(200, "ok");
  if (whole == "version") return Reply(200, version());
  if (whole == "openapi/v2") return openApiTwo(request);
  if (whole == "openapi/v3") return Reply(200, openApiIndex());
  if (whole.starts_with("openapi/v3/apis/")) return Reply(200, openApi(whole.substr(16)));
  if (whole.starts_with("openapi/v3/api/")) return Reply(200, openApi(whole.substr(15)));
  if (whole == "api") {
    Json address = {{"clientCIDR", "0.0.0.0/0"}, {"serverAddress", "127.0.0.1:" + std::to_string(port)}};
    return Reply(200, {{"kind", "APIVersions"},
                       {"versions", Json::array({"v1"})},
                       {"serverAddressByClientCIDRs", Json::array({address})}});
  }
  if (whole == "apis") return Reply(200, groups());
  if (whole == "api/v1") return resources("v1");
  if (path.size() == 3 && path[0] == "apis") return resources(path[1] + "/" + path[2]);
  if (path.size() == 2 && path[0] == "apis")
    for (auto group : groups()["groups"])
      if (group["name"] == path[1]) {
        group["kind"] = "APIGroup";
        group["apiVersion"] = "v1";
        return Reply(200, group);
      }
  return std::nullopt;
}

std::optional<Reply> answerReview(const ApiRequest& request) {
  const auto& path = request.path;
  if (request.method != "POST" || path.size() != 4 || path[0] != "apis" || !path[3].starts_with("selfsubject"))
    return std::nullopt;
  auto body = readBody(request.contentType, request.body);
  if (!body) return Reply(body.error());
  Json answer = *body;
  answer["metadata"]["creationTimestamp"] = nullptr;
  if (path[3] == "selfsubjectaccessreviews")
    answer["status"] = {{"allowed", true}, {"reason", "the sandbox allows everything"}};
  else if (path[3] == "selfsubjectreviews")
    answer["status"] = {
        {"userInfo", {{"username", "sandbox"}, {"groups", Json::array({"system:masters", "system:authenticated"})}}}};
  else if (path[3] == "selfsubjectrulesreviews") {
    Json every = Json::array({"*"});
    Json rule = {{"verbs", every}, {"apiGroups", every}, {"resources", every}};
    Json paths = {{"verbs", every}, {"nonResourceURLs", every}};
    answer["status"] = {
        {"resourceRules", Json::array({rule})}, {"nonResourceRules", Json::array({paths})}, {"incomplete", false}};
  } else {
    return std::nullopt;
  }
  return Reply(201, answer);
}

}  // namespace cleardeck::sandbox
