// The subresources that stand for another object: scale (autoscaling/v1) and eviction.
#include "sandbox/api.h"
#include "sandbox/patch.h"
#include "sandbox/status.h"
#include "sandbox/wire.h"

namespace cleardeck::sandbox {
namespace {

Json scaleOf(const Json& object) {
  const Json& meta = at(object, {"metadata"});
  Json copied = Json::object();
  for (const char* key : {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
    if (meta.contains(key)) copied[key] = meta[key];
  const Json& running = at(object, {"status", "replicas"});
  std::string labels;
  const Json& wanted = at(object, {"spec", "selector", "matchLabels"});
  if (wanted.is_object())
    for (const auto& [key, value] : wanted.items())
      labels += (labels.empty() ? "" : ",") + key + "=" + value.get<std::string>();
  return {{"kind", "Scale"},
          {"apiVersion", "autoscaling/v1"},
          {"metadata", copied},
          {"spec", {{"replicas", at(object, {"spec", "replicas"})}}},
          {"status", {{"replicas", running.is_number() ? running : Json(0)}, {"selector", labels}}}};
}

}  // namespace

Reply scaleObject(State& state, const ApiRequest& request, const Resource& resource) {
  Key key(*resource.kind, resource.space, resource.name);
  auto old = state.store.find(key);
  if (!old) return Reply(notFound(*resource.kind, resource.name));
  if (resource.subresource == "eviction") {
    if (request.method != "POST")
      return Reply(refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
    Resource pod = resource;
    pod.subresource.clear();
    ApiRequest plain = request;
    plain.body.clear();
    auto reply = deleteObject(state, plain, pod);
    return reply.status == 200 ? Reply(201, deletedStatus(*resource.kind, *old)) : reply;
  }
  if (request.method == "GET") return Reply(200, scaleOf(*old));
  if (request.method != "PUT" && request.method != "PATCH")
    return Reply(refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
  auto body = readBody(request.contentType, request.body);
  if (!body) return Reply(body.error());
  Result<Json> scale = *body;
  if (request.method == "PATCH")
    scale = request.contentType.starts_with("application/json-patch") ? jsonPatch(scaleOf(*old), *body)
                                                                      : Result<Json>(mergePatch(scaleOf(*old), *body));
  if (!scale) return Reply(scale.error());
  const Json& wanted = at(*scale, {"spec", "replicas"});
  if (!wanted.is_number_integer() || wanted.get<int>() < 0)
    return Reply(invalid(*resource.kind, resource.name, "spec.replicas", "FieldValueInvalid",
                         "Invalid value: " + wanted.dump() + ": must be greater than or equal to 0"));
  Json object = *old;
  object["spec"]["replicas"] = wanted;
  auto stored = state.store.update(*resource.kind, std::move(object), Scope::Main, request.dryRun());
  return stored ? Reply(200, scaleOf(**stored)) : Reply(stored.error());
}

}  // namespace cleardeck::sandbox
