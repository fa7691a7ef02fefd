#include "sandbox/admission.h"
#include "sandbox/api.h"
#include "sandbox/patch.h"
#include "sandbox/represent.h"
#include "sandbox/selector.h"
#include "sandbox/status.h"
#include "sandbox/wire.h"

namespace cleardeck::sandbox {
namespace {

Reply shown(const ApiRequest& request, const Kind& kind, int status, const Object& object) {
  return Reply(status, represent(kind, *object, formOf(request.accept), request.value("includeObject")));
}

/// The body must name what the path names; what it leaves out is taken from the path.
Result<Done> fitToPath(const Resource& resource, Json& object) {
  const Kind& kind = *resource.kind;
  if (!object.is_object()) return badRequest("the object provided is unrecognized (must be a JSON object)");
  if (!object.contains("metadata") || !object["metadata"].is_object()) object["metadata"] = Json::object();
  auto name = textAt(object, {"kind"}), version = textAt(object, {"apiVersion"});
  if ((!name.empty() && name != kind.name) || (!version.empty() && version != kind.apiVersion()))
    return badRequest(name + " in version \"" + version + "\" cannot be handled as a " + kind.name);
  auto space = textAt(object, {"metadata", "namespace"});
  if (kind.namespaced && !space.empty() && space != resource.space)
    return badRequest("the namespace of the provided object does not match the namespace sent on the request");
  if (kind.namespaced) object["metadata"]["namespace"] = resource.space;
  auto given = textAt(object, {"metadata", "name"});
  if (!resource.name.empty() && !given.empty() && given != resource.name)
    return badRequest("the name of the object (" + given + ") does not match the name on the URL (" + resource.name +
                      ")");
  if (!resource.name.empty()) object["metadata"]["name"] = resource.name;
  return Done();
}

Result<Object> change(State& state, const Resource& resource, Json object, bool dryRun) {
  const Kind& kind = *resource.kind;
  auto old = state.store.find(Key(kind, resource.space, resource.name));
  if (!old) return notFound(kind, resource.name);
  if (resource.subresource == "status") return state.store.update(kind, std::move(object), Scope::Status, dryRun);
  if (resource.subresource == "finalize") return state.store.update(kind, std::move(object), Scope::All, dryRun);
  applyDefaults(kind, object, *old);
  auto good = validate(kind, object, *old);
  if (!good) return good.error();
  return state.store.update(kind, std::move(object), Scope::Main, dryRun);
}

/// managedFields with this manager's entry made new; the entries of others stay.
void recordManager(Json& object, const std::string& manager, const Json& desired) {
  Json entries = Json::array();
  for (const auto& entry : at(object, {"metadata", "managedFields"}))
    if (textAt(entry, {"manager"}) != manager || textAt(entry, {"operation"}) != "Apply") entries.push_back(entry);
  Json owned = desired;
  for (const char* key : {"apiVersion", "kind"}) owned.erase(key);
  for (const char* key : {"name", "namespace"}) owned["metadata"].erase(key);
  entries.push_back({{"manager", manager},
                     {"operation", "Apply"},
                     {"apiVersion", textAt(object, {"apiVersion"})},
                     {"time", nowText()},
                     {"fieldsType", "FieldsV1"},
                     {"fieldsV1", fieldsOf(owned)}});
  object["metadata"]["managedFields"] = std::move(entries);
}

Result<Done> checkConflicts(const Kind& kind, const Json& applied, const Json& desired, const std::string& manager,
                            const std::string& name) {
  Json causes = Json::array();
  std::string message;
  for (const auto& [other, theirs] : applied.items()) {
    if (other == manager) continue;
    for (const auto& path : conflictsBetween(theirs, desired)) {
      causes.push_back(
          {{"reason", "FieldManagerConflict"}, {"message", "conflict with \"" + other + "\""}, {"field", path}});
      message += (message.empty() ? "" : ", ") + std::string("conflict with \"") + other + "\": " + path;
    }
  }
  if (causes.empty()) return Done();
  auto count = causes.size();
  return refusal(409, "Conflict",
                 "Apply failed with " + std::to_string(count) + (count == 1 ? " conflict: " : " conflicts: ") + message,
                 {{"name", name}, {"kind", kind.plural}, {"causes", causes}});
}

Reply applyObject(State& state, const ApiRequest& request, const Resource& resource, Json desired) {
  const Kind& kind = *resource.kind;
  auto manager = request.value("fieldManager");
  if (manager.empty())
    return Reply(
        refusal(422, "Invalid",
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"));
  auto fits = fitToPath(resource, desired);
  if (!fits) return Reply(fits.error());
  for (const char* key : {"managedFields", "creationTimestamp", "uid", "resourceVersion"})
    desired["metadata"].erase(key);
  if (kind.status && resource.subresource.empty()) desired.erase("status");
  auto old = state.store.find(Key(kind, resource.space, resource.name));
  Json last, object = desired;
  if (old) {
    Json& applied = state.store.applied(textAt(*old, {"metadata", "uid"}));
    if (!request.flag("force")) {
      auto free = checkConflicts(kind, applied.is_null() ? Json::object() : applied, desired, manager, resource.name);
      if (!free) return Reply(free.error());
    }
    if (applied.contains(manager)) last = applied[manager];
    object = applyMerge(*old, last, desired);
  }
  // An apply that changes nothing keeps its old time, so that nothing is written.
  if (!old || desired != last) recordManager(object, manager, desired);
  auto stored = old ? change(state, resource, object, request.dryRun()) : admit(state, kind, object, request.dryRun());
  if (!stored) return Reply(stored.error());
  if (!request.dryRun()) state.store.applied(textAt(**stored, {"metadata", "uid"}))[manager] = desired;
  return shown(request, kind, old ? 200 : 201, *stored);
}

struct DeleteOptions {
  int grace = -1;
  std::string propagation, uid, version;
  bool dryRun = false;
};

Result<DeleteOptions> deleteOptions(const ApiRequest& request) {
  DeleteOptions options;
  Json body = Json::object();
  if (!request.body.empty()) {
    auto read = readBody(request.contentType, request.body);
    if (!read) return read.error();
    body = *read;
  }
  const Json& grace = at(body, {"gracePeriodSeconds"});
  options.grace = int(grace.is_number_integer() ? grace.get<int>() : request.number("gracePeriodSeconds", -1));
  options.propagation = textAt(body, {"propagationPolicy"}).empty() ? request.value("propagationPolicy")
                                                                    : textAt(body, {"propagationPolicy"});
  options.uid = textAt(body, {"preconditions", "uid"});
  options.version = textAt(body, {"preconditions", "resourceVersion"});
  options.dryRun = request.dryRun() || (at(body, {"dryRun"}).is_array() && !at(body, {"dryRun"}).empty());
  return options;
}

/// A pod that has a node is ended by its node; everything else goes at once, unless finalizers hold it.
int graceFor(const Kind& kind, const Json& object, int wanted) {
  if (kind.plural != "pods" || textAt(object, {"spec", "nodeName"}).empty()) return 0;
  auto phase = textAt(object, {"status", "phase"});
  if (phase == "Succeeded" || phase == "Failed") return 0;
  const Json& grace = at(object, {"spec", "terminationGracePeriodSeconds"});
  return wanted >= 0 ? wanted : grace.is_number_integer() ? grace.get<int>() : 30;
}

void addFinalizer(State& state, const Kind& kind, const Object& old, const char* finalizer) {
  Json object = *old;
  object["metadata"]["finalizers"].push_back(finalizer);
  (void)state.store.update(kind, std::move(object), Scope::All);  // it was just found
}

Reply deleteOne(State& state, const Kind& kind, const Object& old, const DeleteOptions& options) {
  auto name = textAt(*old, {"metadata", "name"});
  auto uid = textAt(*old, {"metadata", "uid"});
  if (!options.uid.empty() && options.uid != uid)
    return Reply(refusal(409, "Conflict",
                         "Precondition failed: UID in precondition: " + options.uid + ", UID in object meta: " + uid));
  if (!options.version.empty() && options.version != textAt(*old, {"metadata", "resourceVersion"}))
    return Reply(conflict(kind, name));
  if (options.dryRun) return Reply(200, deletedStatus(kind, *old));
  if (options.propagation == "Foreground") addFinalizer(state, kind, old, "foregroundDeletion");
  if (options.propagation == "Orphan") addFinalizer(state, kind, old, "orphan");
  bool removed = false;
  auto after = state.store.markDeleted(Key::of(*old, kind), graceFor(kind, *old, options.grace), removed);
  return Reply(200, removed ? deletedStatus(kind, *old) : *after);
}

}  // namespace

Result<Object> admit(State& state, const Kind& kind, Json object, bool dryRun) {
  auto space = textAt(object, {"metadata", "namespace"});
  if (kind.namespaced) {
    auto home = state.store.find(Key(kindOf("namespaces"), "", space));
    if (!home) return notFound(kindOf("namespaces"), space);
    if (!at(*home, {"metadata", "deletionTimestamp"}).is_null())
      return refusal(403, "Forbidden",
                     kind.qualified() + " \"" + textAt(object, {"metadata", "name"}) +
                         "\" is forbidden: unable to create new content in namespace " + space +
                         " because it is being terminated");
  }
  if (kind.status) object.erase("status");
  applyDefaults(kind, object, Json());
  Json named = object;  // the name that generateName will give is always good
  if (textAt(object, {"metadata", "name"}).empty() && !textAt(object, {"metadata", "generateName"}).empty())
    named["metadata"]["name"] = "generated";
  auto good = validate(kind, named, Json());
  if (!good) return good.error();
  return state.store.create(kind, std::move(object), dryRun);
}

Reply createObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto body = readBody(request.contentType, request.body);
  if (!body) return Reply(body.error());
  auto fits = fitToPath(resource, *body);
  if (!fits) return Reply(fits.error());
  auto stored = admit(state, *resource.kind, *body, request.dryRun());
  return stored ? shown(request, *resource.kind, 201, *stored) : Reply(stored.error());
}

Reply updateObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto body = readBody(request.contentType, request.body);
  if (!body) return Reply(body.error());
  auto fits = fitToPath(resource, *body);
  if (!fits) return Reply(fits.error());
  auto stored = change(state, resource, *body, request.dryRun());
  return stored ? shown(request, *resource.kind, 200, *stored) : Reply(stored.error());
}

Reply patchObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto patch = readBody(request.contentType, request.body);
  if (!patch) return Reply(patch.error());
  const auto& type = request.contentType;
  if (type.starts_with("application/apply-patch")) return applyObject(state, request, resource, *patch);
  auto old = state.store.find(Key(*resource.kind, resource.space, resource.name));
  if (!old) return Reply(notFound(*resource.kind, resource.name));
  Result<Json> object = *old;
  if (type.starts_with("application/json-patch+json"))
    object = jsonPatch(*old, *patch);
  else if (type.starts_with("application/merge-patch+json"))
    object = mergePatch(*old, *patch);
  else if (type.starts_with("application/strategic-merge-patch+json"))
    object = strategicMerge(*old, *patch);
  else
    return Reply(refusal(
        415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
        "application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"));
  if (!object) return Reply(object.error());
  auto fits = fitToPath(resource, *object);
  if (!fits) return Reply(fits.error());
  auto stored = change(state, resource, *object, request.dryRun());
  return stored ? shown(request, *resource.kind, 200, *stored) : Reply(stored.error());
}

Reply deleteObject(State& state, const ApiRequest& request, const Resource& resource) {
  auto options = deleteOptions(request);
  if (!options) return Reply(options.error());
  auto old = state.store.find(Key(*resource.kind, resource.space, resource.name));
  if (!old) return Reply(notFound(*resource.kind, resource.name));
  return deleteOne(state, *resource.kind, old, *options);
}

Reply deleteObjects(State& state, const ApiRequest& request, const Resource& resource) {
  auto selector = Selector::parse(*resource.kind, request.value("labelSelector"), request.value("fieldSelector"));
  if (!selector) return Reply(selector.error());
  auto options = deleteOptions(request);
  if (!options) return Reply(options.error());
  std::vector<Object> gone;
  for (const auto& object : state.store.list(*resource.kind, resource.space))
    if (selector->matches(*object)) gone.push_back(object);
  for (const auto& object : gone) (void)deleteOne(state, *resource.kind, object, *options);
  return Reply(200, representList(*resource.kind, gone, {{"resourceVersion", std::to_string(state.store.version())}},
                                  Form::Whole, std::string()));
}

}  // namespace cleardeck::sandbox
