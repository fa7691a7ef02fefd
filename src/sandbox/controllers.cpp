#include "sandbox/controllers.h"

#include "base/log.h"
#include "base/text.h"
#include "sandbox/admission.h"
#include "sandbox/sample.h"

#include <algorithm>

namespace cleardeck::sandbox {
namespace {

using Reconcile = void (*)(Controllers&, const Json&);

Reconcile reconcilerOf(const Kind& kind) {
  static const std::map<std::string, Reconcile> table = {{"deployments", reconcileDeployment},
                                                         {"replicasets", reconcileReplicaSet},
                                                         {"statefulsets", reconcileStatefulSet},
                                                         {"jobs", reconcileJob},
                                                         {"pods", reconcilePod},
                                                         {"services", reconcileService},
                                                         {"persistentvolumeclaims", reconcileClaim},
                                                         {"namespaces", reconcileNamespace}};
  auto found = table.find(kind.plural);
  return found == table.end() ? nullptr : found->second;
}

bool hasFinalizer(const Json& object, const char* name) {
  const Json& list = at(object, {"metadata", "finalizers"});
  return list.is_array() && std::find(list.begin(), list.end(), Json(name)) != list.end();
}

void dropFinalizer(Json& object, const char* name) {
  Json kept = Json::array();
  for (const auto& finalizer : at(object, {"metadata", "finalizers"}))
    if (finalizer != name) kept.push_back(finalizer);
  object["metadata"]["finalizers"] = std::move(kept);
}

}  // namespace

Controllers::Controllers(const asio::any_io_executor& executor, Store& store, const Settings& settings)
    : m_store(store),
      m_settings(settings),
      m_changed(executor),
      m_listener(store.listen([this](const Key& key) { onChange(key); })) {}

Controllers::~Controllers() { m_store.unlisten(m_listener); }

void Controllers::onChange(const Key& key) {
  if (key.kind->plural == "events") return;
  again(key, Clock::duration::zero());
  auto object = m_store.find(key);
  if (object)
    for (const auto& owner : at(*object, {"metadata", "ownerReferences"}))
      if (auto kind = findKindNamed(textAt(owner, {"apiVersion"}), textAt(owner, {"kind"})))
        again(Key(*kind, key.space, textAt(owner, {"name"})), Clock::duration::zero());
  if (key.kind->plural != "pods") return;
  for (const auto& service : m_store.list(kindOf("services"), key.space))
    again(Key::of(*service, kindOf("services")), Clock::duration::zero());
  // A pod that is gone names no owner any more: all sets of its namespace look again.
  if (!object)
    for (const char* plural : {"replicasets", "statefulsets", "jobs"})
      for (const auto& set : m_store.list(kindOf(plural), key.space))
        again(Key::of(*set, kindOf(plural)), Clock::duration::zero());
}

void Controllers::again(const Key& key, Clock::duration delay) {
  auto due = Clock::now() + delay;
  auto [known, fresh] = m_due.emplace(key, due);
  if (!fresh) known->second = std::min(known->second, due);
  m_changed.notify();
}

Clock::time_point Controllers::step() {
  // What one step makes due is done in the same round, but a round ends: a connection may want the thread.
  for (int budget = 200; budget > 0; --budget) {
    auto now = Clock::now();
    auto ready = std::find_if(m_due.begin(), m_due.end(), [now](const auto& entry) { return entry.second <= now; });
    if (ready == m_due.end()) break;
    Key key = ready->first;
    m_due.erase(ready);
    try {
      reconcile(key);
    } catch (const Json::exception& e) {  // an object whose spec has another shape than its kind
      log::room("sandbox")->warn("{} {}/{}: {}", key.kind->plural, key.space, key.name, e.what());
    }
  }
  auto next = Clock::time_point::max();
  for (const auto& [key, due] : m_due) next = std::min(next, due);
  return next;
}

void Controllers::reconcile(const Key& key) {
  auto object = m_store.find(key);
  if (!object) return reconcileDependents(key);
  if (collectGarbage(key, *object)) return;
  if (isDeleting(*object) && finishForeground(key, *object)) return;
  if (auto function = reconcilerOf(*key.kind)) function(*this, *object);
}

/// The owner is gone or going: everything that names it looks at itself. A claim takes its volume along.
void Controllers::reconcileDependents(const Key& owner) {
  if (owner.kind->plural == "persistentvolumeclaims")
    for (const auto& volume : m_store.list(kindOf("persistentvolumes")))
      if (textAt(*volume, {"spec", "claimRef", "name"}) == owner.name &&
          textAt(*volume, {"spec", "claimRef", "namespace"}) == owner.space)
        erase(Key::of(*volume, kindOf("persistentvolumes")));
  for (const auto& kind : kinds())
    for (const auto& object : m_store.list(kind, owner.space))
      for (const auto& reference : at(*object, {"metadata", "ownerReferences"}))
        if (textAt(reference, {"name"}) == owner.name && textAt(reference, {"kind"}) == owner.kind->name)
          again(Key::of(*object, kind), Clock::duration::zero());
}

bool Controllers::collectGarbage(const Key& key, const Json& object) {
  const Json& owners = at(object, {"metadata", "ownerReferences"});
  if (!owners.is_array() || owners.empty() || isDeleting(object)) return false;
  for (const auto& reference : owners) {
    auto kind = findKindNamed(textAt(reference, {"apiVersion"}), textAt(reference, {"kind"}));
    if (!kind) return false;  // of a kind that is not served here: nobody can tell
    auto owner = m_store.find(Key(*kind, kind->namespaced ? key.space : std::string(), textAt(reference, {"name"})));
    bool alive = owner && textAt(*owner, {"metadata", "uid"}) == textAt(reference, {"uid"});
    if (alive && !(isDeleting(*owner) && hasFinalizer(*owner, "foregroundDeletion"))) return false;
  }
  erase(key);
  return true;
}

/// Deletion with propagationPolicy Foreground or Orphan: the finalizer goes when the dependents have gone or are freed.
bool Controllers::finishForeground(const Key& key, const Json& object) {
  bool foreground = hasFinalizer(object, "foregroundDeletion"), orphan = hasFinalizer(object, "orphan");
  if (!foreground && !orphan) return false;
  bool waits = false;
  for (const auto& kind : kinds())
    for (const auto& dependent : ownedBy(object, kind)) {
      if (orphan) {
        Json freed = *dependent;
        freed["metadata"].erase("ownerReferences");
        write(kind, std::move(freed));
      } else {
        waits = true;
        if (!isDeleting(*dependent)) erase(Key::of(*dependent, kind));
      }
    }
  if (waits) return again(key, std::chrono::milliseconds(100)), true;
  Json done = object;
  dropFinalizer(done, "foregroundDeletion");
  dropFinalizer(done, "orphan");
  write(*key.kind, std::move(done));
  return true;
}

Clock::duration Controllers::elapsed(const Json& object, const std::string& stage) {
  auto& known = m_stages[textAt(object, {"metadata", "uid"})];
  if (known.first != stage) known = {stage, Clock::now()};
  return Clock::now() - known.second;
}

void Controllers::write(const Kind& kind, Json object) {
  object["metadata"].erase("resourceVersion");
  auto written = m_store.update(kind, std::move(object), Scope::All);
  if (!written && written.error().kind != ErrorKind::NotFound) log::room("sandbox")->warn("{}", written.error().text());
}

Object Controllers::createOwned(const Kind& kind, const Json& owner, Json object) {
  Json reference = {{"apiVersion", textAt(owner, {"apiVersion"})},
                    {"kind", textAt(owner, {"kind"})},
                    {"name", textAt(owner, {"metadata", "name"})},
                    {"uid", textAt(owner, {"metadata", "uid"})},
                    {"controller", true},
                    {"blockOwnerDeletion", true}};
  object["metadata"]["namespace"] = textAt(owner, {"metadata", "namespace"});
  object["metadata"]["ownerReferences"] = Json::array({reference});
  if (!textAt(owner, {"metadata", "labels", sampleLabel}).empty()) object["metadata"]["labels"][sampleLabel] = "true";
  applyDefaults(kind, object, Json());
  auto made = m_store.create(kind, std::move(object));
  if (made) return *made;
  if (made.error().kind != ErrorKind::Conflict) log::room("sandbox")->warn("{}", made.error().text());
  return nullptr;
}

std::vector<Object> Controllers::ownedBy(const Json& owner, const Kind& kind) {
  std::vector<Object> result;
  auto uid = textAt(owner, {"metadata", "uid"});
  for (const auto& object : m_store.list(kind, textAt(owner, {"metadata", "namespace"})))
    for (const auto& reference : at(*object, {"metadata", "ownerReferences"}))
      if (textAt(reference, {"uid"}) == uid) result.push_back(object);
  return result;
}

void Controllers::erase(const Key& key, bool atOnce) {
  auto object = m_store.find(key);
  if (!object) return;
  bool hasNode = key.kind->plural == "pods" && !textAt(*object, {"spec", "nodeName"}).empty();
  auto phase = textAt(*object, {"status", "phase"});
  bool ended = phase == "Succeeded" || phase == "Failed";
  int grace = hasNode && !ended && !atOnce ? int(integerAt(*object, {"spec", "terminationGracePeriodSeconds"}, 30)) : 0;
  bool removed = false;
  m_store.markDeleted(key, grace, removed);
  if (removed) m_stages.erase(textAt(*object, {"metadata", "uid"}));
}

void Controllers::event(const Json& about, const std::string& type, const std::string& reason,
                        const std::string& message, const std::string& component) {
  const Kind& kind = kindOf("events");
  auto space = textAt(about, {"metadata", "namespace"});
  auto uid = textAt(about, {"metadata", "uid"});
  auto known = m_store.list(kind, space.empty() ? "default" : space);
  for (const auto& event : known)
    if (textAt(*event, {"involvedObject", "uid"}) == uid && textAt(*event, {"reason"}) == reason &&
        textAt(*event, {"message"}) == message) {
      Json more = *event;
      more["count"] = integerAt(more, {"count"}, 1) + 1;
      more["lastTimestamp"] = nowText();
      return write(kind, std::move(more));
    }
  constexpr std::size_t kept = 500;  // a real server forgets them after an hour
  if (known.size() >= kept) m_store.remove(Key::of(*known.front(), kind));
  Json involved = {{"apiVersion", textAt(about, {"apiVersion"})},
                   {"kind", textAt(about, {"kind"})},
                   {"name", textAt(about, {"metadata", "name"})},
                   {"uid", uid},
                   {"resourceVersion", textAt(about, {"metadata", "resourceVersion"})}};
  if (!space.empty()) involved["namespace"] = space;
  auto name = textAt(about, {"metadata", "name"}) + "." + text::toLower(text::randomToken(16));
  Json made = {{"metadata", {{"name", name}, {"namespace", space.empty() ? "default" : space}}},
               {"involvedObject", involved},
               {"type", type},
               {"reason", reason},
               {"message", message},
               {"source", {{"component", component}}},
               {"reportingComponent", component},
               {"reportingInstance", ""},
               {"firstTimestamp", nowText()},
               {"lastTimestamp", nowText()},
               {"count", 1},
               {"eventTime", nullptr}};
  if (!textAt(about, {"metadata", "labels", sampleLabel}).empty()) made["metadata"]["labels"][sampleLabel] = "true";
  (void)m_store.create(kind, std::move(made));  // its name is random: nothing to refuse
}

std::string Controllers::nextPodAddress() {
  ++m_lastAddress;
  return "10.244." + std::to_string(m_lastAddress / 250 % 250) + "." + std::to_string(m_lastAddress % 250 + 2);
}

void Controllers::started(const Json& pod) {
  if (!m_settings.onStart) return;
  StartedPod told;
  told.ns = textAt(pod, {"metadata", "namespace"});
  told.name = textAt(pod, {"metadata", "name"});
  for (const auto& [key, value] : at(pod, {"metadata", "labels"}).items())
    if (value.is_string()) told.labels[key] = value.get<std::string>();
  for (const auto& volume : at(pod, {"spec", "volumes"})) {
    auto secret = m_store.find(Key(kindOf("secrets"), told.ns, textAt(volume, {"secret", "secretName"})));
    if (!secret) continue;
    for (const auto& [file, content] : at(*secret, {"data"}).items()) {
      auto plain = text::fromBase64(content.is_string() ? content.get<std::string>() : std::string());
      if (plain) told.secretFiles[textAt(volume, {"name"}) + "/" + file] = std::move(*plain);
    }
  }
  m_settings.onStart(std::move(told));
}

bool isDeleting(const Json& object) { return at(object, {"metadata", "deletionTimestamp"}).is_string(); }

bool isReady(const Json& pod) {
  for (const auto& condition : at(pod, {"status", "conditions"}))
    if (textAt(condition, {"type"}) == "Ready") return textAt(condition, {"status"}) == "True";
  return false;
}

std::int64_t integerAt(const Json& object, std::initializer_list<const char*> path, std::int64_t otherwise) {
  const Json& value = at(object, path);
  return value.is_number_integer() ? value.get<std::int64_t>() : otherwise;
}

std::string shortHash(const Json& value) {
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a
  for (unsigned char c : value.dump()) hash = (hash ^ c) * 1099511628211ull;
  static const std::string letters = "bcdfghjklmnpqrstvwxz2456789";
  std::string text;
  for (int i = 0; i < 10; ++i, hash /= letters.size()) text += letters[hash % letters.size()];
  return text;
}

void setCondition(Json& object, const std::string& type, bool holds, const std::string& reason,
                  const std::string& message) {
  Json& conditions = object["status"]["conditions"];
  if (!conditions.is_array()) conditions = Json::array();
  Json made = {{"type", type}, {"status", holds ? "True" : "False"}, {"lastTransitionTime", nowText()}};
  if (!reason.empty()) made["reason"] = reason;
  if (!message.empty()) made["message"] = message;
  for (Json& known : conditions) {
    if (textAt(known, {"type"}) != type) continue;
    if (known["status"] == made["status"]) made["lastTransitionTime"] = known["lastTransitionTime"];
    known = std::move(made);
    return;
  }
  conditions.push_back(std::move(made));
}

Json podFrom(const Json& podTemplate) {
  Json pod = {{"metadata", Json::object()}, {"spec", at(podTemplate, {"spec"})}};
  for (const char* key : {"labels", "annotations"})
    if (podTemplate.contains("metadata") && podTemplate["metadata"].contains(key))
      pod["metadata"][key] = podTemplate["metadata"][key];
  return pod;
}

}  // namespace cleardeck::sandbox
