#include "base/text.h"
#include "sandbox/api.h"
#include "sandbox/discovery.h"
#include "sandbox/represent.h"
#include "sandbox/selector.h"
#include "sandbox/status.h"

namespace cleardeck::sandbox {
namespace {

/// Where a paged list goes on. The pages read today's objects but keep the first page's version, so that a watch from
/// it tells everything that changed meanwhile.
struct Continue {
  std::uint64_t version = 0;
  std::string space, name;
};

Result<Continue> readContinue(const std::string& token) {
  auto decoded = text::fromBase64(token);
  auto json = decoded ? Json::parse(*decoded, nullptr, false) : Json(Json::value_t::discarded);
  if (!json.is_object() || !at(json, {"rv"}).is_number_unsigned())
    return badRequest("continue key is not valid: " + token);
  return Continue{json["rv"].get<std::uint64_t>(), textAt(json, {"space"}), textAt(json, {"name"})};
}

std::string writeContinue(std::uint64_t version, const Json& last) {
  Json json = {{"rv", version},
               {"space", textAt(last, {"metadata", "namespace"})},
               {"name", textAt(last, {"metadata", "name"})}};
  return text::toBase64(json.dump());
}

Result<Done> checkVersion(State& state, const ApiRequest& request) {
  auto wanted = request.value("resourceVersion");
  if (wanted.empty()) return Done();
  if (wanted.find_first_not_of("0123456789") != std::string::npos)
    return badRequest("resourceVersion: Invalid value: \"" + wanted + "\": strconv.ParseUint: parsing \"" + wanted +
                      "\": invalid syntax");
  if (std::strtoull(wanted.c_str(), nullptr, 10) > state.store.version())
    return refusal(
        504, "Timeout", "Too large resource version: " + wanted + ", current: " + std::to_string(state.store.version()),
        {{"causes", Json::array({{{"reason", "ResourceVersionTooLarge"}, {"message", "Too large resource version"}}})},
         {"retryAfterSeconds", 1}});
  return Done();
}

}  // namespace

Reply listObjects(State& state, const ApiRequest& request, const Resource& resource) {
  const Kind& kind = *resource.kind;
  auto selector = Selector::parse(kind, request.value("labelSelector"), request.value("fieldSelector"));
  if (!selector) return Reply(selector.error());
  auto fits = checkVersion(state, request);
  if (!fits) return Reply(fits.error());
  auto version = state.store.version();
  Continue from;
  if (auto token = request.value("continue"); !token.empty()) {
    auto read = readContinue(token);
    if (!read) return Reply(read.error());
    from = *read;
    version = from.version;
    auto known = state.store.eventsAfter(kind, version);
    if (!known)
      return Reply(
          expired("The provided continue parameter is too old to display a consistent list result. You can start a new "
                  "list without the continue parameter."));
  }
  // With resourceVersion=0 the real server answers from its cache and knows no limit.
  auto limit = request.value("resourceVersion") == "0" ? 0 : std::max(request.number("limit", 0), 0l);
  std::vector<Object> page;
  std::size_t left = 0;
  for (const auto& object : state.store.list(kind, resource.space)) {
    if (std::pair(textAt(*object, {"metadata", "namespace"}), textAt(*object, {"metadata", "name"})) <=
        std::pair(from.space, from.name))
      continue;
    if (!selector->matches(*object)) continue;
    if (limit && page.size() == std::size_t(limit))
      ++left;
    else
      page.push_back(object);
  }
  Json metadata = {{"resourceVersion", std::to_string(version)}};
  if (left) {
    metadata["continue"] = writeContinue(version, *page.back());
    if (selector->empty()) metadata["remainingItemCount"] = left;
  }
  return Reply(200, representList(kind, page, metadata, formOf(request.accept), request.value("includeObject")));
}

Reply showObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto object = state.store.find(Key(*resource.kind, resource.space, resource.name));
  if (!object) return Reply(notFound(*resource.kind, resource.name));
  return Reply(200, represent(*resource.kind, *object, formOf(request.accept), request.value("includeObject")));
}

namespace {

Reply onCollection(State& state, const ApiRequest& request, const Resource& resource) {
  if (request.method == "GET" || request.method == "HEAD") return listObjects(state, request, resource);
  if (request.method == "POST") return createObject(state, request, resource);
  if (request.method == "DELETE") return deleteObjects(state, request, resource);
  return Reply(refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
}

Reply onObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto sub = resource.subresource;
  const Kind& kind = *resource.kind;
  if ((sub == "scale" && kind.scale) || (sub == "eviction" && kind.plural == "pods"))
    return scaleObject(state, request, resource);
  bool known = sub.empty() || (sub == "status" && kind.status) || (sub == "finalize" && kind.plural == "namespaces");
  if (!known) return Reply(refusal(404, "NotFound", "the server could not find the requested resource"));
  if (request.method == "GET" || request.method == "HEAD") return showObject(state, request, resource);
  if (request.method == "PUT") return updateObject(state, request, resource);
  if (request.method == "PATCH") return patchObject(state, request, resource);
  if (request.method == "DELETE" && sub.empty()) return deleteObject(state, request, resource);
  return Reply(refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
}

}  // namespace

Reply answer(State& state, const ApiRequest& request) {
  try {
    if (auto reply = answerDiscovery(request, state.port)) return *reply;
    if (auto reply = answerReview(request)) return *reply;
    auto resource = resourceOf(request);
    if (!resource) return Reply(refusal(404, "NotFound", "the server could not find the requested resource"));
    if (resource->name.empty()) return onCollection(state, request, *resource);
    return onObject(state, request, *resource);
  } catch (const Json::exception& e) {  // an object with a text where a map belongs, and the like
    return Reply(badRequest(std::string("the object provided cannot be used: ") + e.what()));
  }
}

}  // namespace cleardeck::sandbox
