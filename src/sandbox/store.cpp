#include "sandbox/store.h"

#include "base/text.h"
#include "base/time.h"
#include "sandbox/status.h"

#include <algorithm>
#include <random>

namespace cleardeck::sandbox {
namespace {

bool hasFinalizers(const Json& object) {
  const Json& list = at(object, {"metadata", "finalizers"});
  const Json& inSpec = at(object, {"spec", "finalizers"});  // namespaces
  return (list.is_array() && !list.empty()) || (inSpec.is_array() && !inSpec.empty());
}

bool isBeingDeleted(const Json& object) { return at(object, {"metadata", "deletionTimestamp"}).is_string(); }

int graceOf(const Json& object) {
  const Json& grace = at(object, {"metadata", "deletionGracePeriodSeconds"});
  return grace.is_number_integer() ? grace.get<int>() : 0;
}

void keepMeta(const Json& from, Json& into) {
  Json& meta = into["metadata"];
  for (const char* key : {"uid", "creationTimestamp", "resourceVersion", "generation", "deletionTimestamp",
                          "deletionGracePeriodSeconds", "namespace"}) {
    const Json& value = at(from, {"metadata", key});
    if (value.is_null())
      meta.erase(key);
    else
      meta[key] = value;
  }
}

void keepOtherPart(const Kind& kind, const Json& old, Json& object, Scope scope) {
  if (scope == Scope::All || !kind.status) return;
  if (scope == Scope::Main) {
    if (old.contains("status"))
      object["status"] = old["status"];
    else
      object.erase("status");
    return;
  }
  Json merged = old;
  if (object.contains("status"))
    merged["status"] = object["status"];
  else
    merged.erase("status");
  object = std::move(merged);
}

}  // namespace

std::string newUid() {
  static std::mt19937_64 random{std::random_device()()};
  char text[40];
  auto a = random(), b = random();
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%012llx", unsigned(a >> 32), unsigned(a >> 16) & 0xffff,
                unsigned(a) & 0xfff, (unsigned(b >> 48) & 0x3fff) | 0x8000,
                static_cast<unsigned long long>(b & 0xffffffffffffull));
  return text;
}

std::string nowText() { return time::toRfc3339(std::chrono::system_clock::now()); }

Key Key::of(const Json& object, const Kind& kind) {
  return Key(kind, kind.namespaced ? textAt(object, {"metadata", "namespace"}) : std::string(),
             textAt(object, {"metadata", "name"}));
}

Object Store::find(const Key& key) const {
  auto shelf = m_shelves.find(key.kind);
  if (shelf == m_shelves.end()) return nullptr;
  auto found = shelf->second.objects.find({key.space, key.name});
  return found == shelf->second.objects.end() ? nullptr : found->second;
}

std::vector<Object> Store::list(const Kind& kind, const std::string& space) const {
  std::vector<Object> result;
  auto shelf = m_shelves.find(&kind);
  if (shelf == m_shelves.end()) return result;
  for (const auto& [name, object] : shelf->second.objects)
    if (space.empty() || name.first == space) result.push_back(object);
  return result;
}

Object Store::put(const Key& key, Json object, Change change, Object before) {
  object["metadata"]["resourceVersion"] = std::to_string(++m_version);
  auto stored = std::make_shared<const Json>(std::move(object));
  Shelf& shelf = m_shelves[key.kind];
  if (change == Change::Deleted)
    shelf.objects.erase({key.space, key.name});
  else
    shelf.objects[{key.space, key.name}] = stored;
  shelf.events.push_back({m_version, change, stored, std::move(before)});
  if (shelf.events.size() > m_history) {
    shelf.forgotten = shelf.events.front().version;
    shelf.events.pop_front();
  }
  auto listeners = m_listeners;  // one may leave while it is told
  for (const auto& [id, listener] : listeners) listener(key);
  return stored;
}

Result<Object> Store::create(const Kind& kind, Json object, bool dryRun) {
  Json& meta = object["metadata"];
  auto generate = textAt(object, {"metadata", "generateName"});
  if (textAt(object, {"metadata", "name"}).empty() && !generate.empty())
    meta["name"] = generate + text::toLower(text::randomToken(5));
  if (!kind.namespaced) meta.erase("namespace");
  Key key = Key::of(object, kind);
  if (find(key)) return alreadyExists(kind, key.name);
  for (const char* given : {"deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion", "selfLink"})
    meta.erase(given);
  meta["uid"] = newUid();
  meta["creationTimestamp"] = nowText();
  if (object.contains("spec")) meta["generation"] = 1;
  object["apiVersion"] = kind.apiVersion();
  object["kind"] = kind.name;
  if (dryRun) return std::make_shared<const Json>(std::move(object));
  return put(key, std::move(object), Change::Added, nullptr);
}

Result<Object> Store::update(const Kind& kind, Json object, Scope scope, bool dryRun) {
  Key key = Key::of(object, kind);
  Object old = find(key);
  if (!old) return notFound(kind, key.name);
  auto version = textAt(object, {"metadata", "resourceVersion"});
  auto uid = textAt(object, {"metadata", "uid"});
  if (!version.empty() && version != textAt(*old, {"metadata", "resourceVersion"})) return conflict(kind, key.name);
  if (!uid.empty() && uid != textAt(*old, {"metadata", "uid"})) return conflict(kind, key.name);
  keepOtherPart(kind, *old, object, scope);
  keepMeta(*old, object);
  const Json& managers = at(*old, {"metadata", "managedFields"});  // a writer who leaves them out means no change
  if (!managers.is_null() && !object["metadata"].contains("managedFields"))
    object["metadata"]["managedFields"] = managers;
  object["apiVersion"] = kind.apiVersion();
  object["kind"] = kind.name;
  if (object == *old) return old;
  if (at(object, {"spec"}) != at(*old, {"spec"}) && at(*old, {"metadata", "generation"}).is_number())
    object["metadata"]["generation"] = at(*old, {"metadata", "generation"}).get<std::int64_t>() + 1;
  if (dryRun) return std::make_shared<const Json>(std::move(object));
  bool ends = isBeingDeleted(object) && !hasFinalizers(object) && graceOf(object) == 0;
  if (ends) m_applied.erase(textAt(*old, {"metadata", "uid"}));
  return put(key, std::move(object), ends ? Change::Deleted : Change::Modified, old);
}

Object Store::markDeleted(const Key& key, int graceSeconds, bool& removed) {
  Object old = find(key);
  removed = false;
  if (!old) return nullptr;
  if (graceSeconds == 0 && !hasFinalizers(*old)) {
    remove(key);
    removed = true;
    return old;
  }
  if (isBeingDeleted(*old) && graceOf(*old) <= graceSeconds) return old;
  Json object = *old;
  auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(graceSeconds);
  object["metadata"]["deletionTimestamp"] = time::toRfc3339(deadline);
  object["metadata"]["deletionGracePeriodSeconds"] = graceSeconds;
  const Json& generation = at(*old, {"metadata", "generation"});
  if (generation.is_number()) object["metadata"]["generation"] = generation.get<std::int64_t>() + 1;
  return put(key, std::move(object), Change::Modified, old);
}

void Store::remove(const Key& key) {
  Object old = find(key);
  if (!old) return;
  m_applied.erase(textAt(*old, {"metadata", "uid"}));
  put(key, *old, Change::Deleted, old);
}

Result<std::vector<StoreEvent>> Store::eventsAfter(const Kind& kind, std::uint64_t version) const {
  std::vector<StoreEvent> result;
  auto shelf = m_shelves.find(&kind);
  if (shelf == m_shelves.end()) return result;
  const auto& events = shelf->second.events;
  if (version < shelf->second.forgotten)
    return expired("too old resource version: " + std::to_string(version) + " (" +
                   std::to_string(shelf->second.forgotten) + ")");
  auto later = [](std::uint64_t v, const StoreEvent& event) { return v < event.version; };
  result.assign(std::upper_bound(events.begin(), events.end(), version, later), events.end());
  return result;
}

int Store::listen(Listener listener) {
  m_listeners.emplace(++m_lastListener, std::move(listener));
  return m_lastListener;
}

}  // namespace cleardeck::sandbox
