#include "kube/calls.h"

#include "base/text.h"
#include "kube/list_page.h"

#include <nlohmann/json.hpp>

namespace cleardeck::kube {
namespace {

using nlohmann::json;

struct Call {
  Call(std::string m, std::string t, std::string w) : request(std::move(m), std::move(t)), what(std::move(w)) {}
  net::Request request;
  std::string what;  // for errors: "delete pod web-1 in namespace team"
};

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

Task<std::string> bodyOf(Session session, Call call) {
  auto response = co_await fetch(session, std::move(call.request));
  if (!response) co_return std::move(response.error()).during(call.what);
  if (response->head.status >= 400)
    co_return refusal(session, response->head.status, std::move(response->body), call.what);
  co_return std::move(response->body);
}

std::string named(const std::string& verb, const ResourcePath& path, const std::string& ns, const std::string& name) {
  auto text = verb + " " + text::toLower(path.kind) + " " + name;
  return ns.empty() || !path.namespaced ? text : text + " in namespace " + ns;
}

const char* contentType(Patch kind) {
  switch (kind) {
    case Patch::Merge: return "application/merge-patch+json";
    case Patch::Strategic: return "application/strategic-merge-patch+json";
    case Patch::Json: return "application/json-patch+json";
    case Patch::Apply: return "application/apply-patch+yaml";
  }
  return "application/json";
}

// A review is created, and its status is the answer.
Task<std::string> review(Session session, std::string group, std::string plural, json object) {
  Call call("POST", "/apis/" + group + "/v1/" + plural, "ask the server (" + plural + ")");
  call.request.headers.add("Content-Type", "application/json");
  object["apiVersion"] = group + "/v1";
  call.request.body = dumped(object);
  co_return co_await bodyOf(session, std::move(call));
}

}  // namespace

Task<std::string> getRaw(Session session, std::string target) {
  Call call("GET", target, "get " + target);
  co_return co_await bodyOf(session, std::move(call));
}

Task<std::string> getObject(Session session, ResourcePath path, std::string ns, std::string name) {
  Call call("GET", objectTarget(path, ns, name), named("get", path, ns, name));
  co_return co_await bodyOf(session, std::move(call));
}

Task<std::string> listObjects(Session session, ResourcePath path, Scope scope, ItemSplitter::OnItem onItem) {
  PageRequest request(path, std::move(scope), 1000);
  request.onItem = std::move(onItem);
  for (;;) {
    auto page = co_await listPage(session, request);
    if (!page) co_return page.error();
    if (page->next.empty()) co_return page->version;
    request.next = page->next;
  }
}

Task<std::string> createObject(Session session, ResourcePath path, std::string ns, std::string object) {
  Call call("POST", collectionTarget(path, ns) + "?fieldManager=cleardeck", describe("create", path, ns));
  call.request.headers.add("Content-Type", "application/json");
  call.request.body = std::move(object);
  co_return co_await bodyOf(session, std::move(call));
}

Task<std::string> patchObject(Session session, ResourcePath path, std::string ns, std::string name, Patch kind,
                              std::string body) {
  auto target = objectTarget(path, ns, name) + "?fieldManager=cleardeck";
  if (kind == Patch::Apply) target += "&force=false";
  Call call("PATCH", target, named("patch", path, ns, name));
  call.request.headers.add("Content-Type", contentType(kind));
  call.request.body = std::move(body);
  co_return co_await bodyOf(session, std::move(call));
}

Task<Done> deleteObject(Session session, ResourcePath path, std::string ns, std::string name, DeleteOptions options) {
  json body = {{"apiVersion", "v1"}, {"kind", "DeleteOptions"}, {"propagationPolicy", options.propagation}};
  if (!options.uid.empty()) body["preconditions"]["uid"] = options.uid;
  if (options.graceSeconds >= 0) body["gracePeriodSeconds"] = options.graceSeconds;
  Call call("DELETE", objectTarget(path, ns, name), named("delete", path, ns, name));
  call.request.headers.add("Content-Type", "application/json");
  call.request.body = dumped(body);
  auto answer = co_await bodyOf(session, std::move(call));
  if (!answer) co_return answer.error();
  co_return Done();
}

std::string Access::text() const {
  auto full = resource + (subresource.empty() ? "" : "/" + subresource) + (group.empty() ? "" : "." + group);
  return verb + " on " + full + (ns.empty() ? " in all namespaces" : " in namespace " + ns);
}

Task<Verdict> mayI(Session session, Access access) {
  json attributes = {
      {"verb", access.verb}, {"group", access.group}, {"resource", access.resource}, {"namespace", access.ns}};
  if (!access.subresource.empty()) attributes["subresource"] = access.subresource;
  json object = {{"kind", "SelfSubjectAccessReview"}, {"spec", {{"resourceAttributes", attributes}}}};
  auto answer = co_await review(session, "authorization.k8s.io", "selfsubjectaccessreviews", object);
  if (!answer) co_return answer.error();
  auto root = json::parse(*answer, nullptr, false);
  auto allowed = json::json_pointer("/status/allowed");
  if (!root.is_object() || !root.contains(allowed) || !root[allowed].is_boolean())
    co_return Error(ErrorKind::Protocol, "the server does not say whether we may " + access.text());
  Verdict verdict;
  verdict.allowed = root[allowed].get<bool>();
  verdict.reason = root["status"].value("reason", std::string());
  co_return verdict;
}

Task<std::string> whoAmI(Session session) {
  json object = {{"kind", "SelfSubjectReview"}};
  auto answer = co_await review(session, "authentication.k8s.io", "selfsubjectreviews", object);
  if (!answer) co_return answer.error();
  auto root = json::parse(*answer, nullptr, false);
  auto name = json::json_pointer("/status/userInfo/username");
  if (!root.is_object() || !root.contains(name) || !root[name].is_string())
    co_return Error(ErrorKind::Protocol, "the server does not say who we are");
  co_return root[name].get<std::string>();
}

Task<std::string> serverVersion(Session session) {
  auto answer = co_await getRaw(session, "/version");
  if (!answer) co_return answer.error();
  auto root = json::parse(*answer, nullptr, false);
  if (!root.is_object() || !root.contains("gitVersion") || !root["gitVersion"].is_string())
    co_return Error(ErrorKind::Protocol, session.context().cluster.server + " is no Kubernetes API server")
        .withHint("Correct server in " + session.context().file.string());
  co_return root["gitVersion"].get<std::string>();
}

Task<std::string> releasePayload(Session session, std::string ns, std::string secretName) {
  auto object = co_await getObject(session, secretPath, ns, secretName);
  if (!object) co_return object.error();
  auto root = json::parse(*object, nullptr, false);
  auto data = json::json_pointer("/data/release");
  if (!root.is_object() || !root.contains(data) || !root[data].is_string())
    co_return Error(ErrorKind::Invalid, "the secret " + secretName + " in namespace " + ns + " holds no release")
        .withHint("It was changed by hand or by something else than Helm");
  auto payload = text::fromBase64(root[data].get_ref<const std::string&>());
  if (!payload) co_return std::move(payload.error()).during("secret " + secretName + " in namespace " + ns);
  co_return std::move(*payload);
}

}  // namespace cleardeck::kube
