/// What makes the objects live: one queue of keys with due times, and one function per kind that looks at an object
/// and does the next step (level-triggered: it may be called at any time and any number of times). Internal.
#pragma once
#include "net/async.h"
#include "sandbox/cluster.h"
#include "sandbox/store.h"

#include <unordered_map>

namespace cleardeck::sandbox {

class Controllers {
 public:
  Controllers(const asio::any_io_executor& executor, Store& store, const Settings& settings);
  ~Controllers();
  Controllers(const Controllers&) = delete;
  Controllers& operator=(const Controllers&) = delete;

  /// Does what is due and returns when the next thing is due.
  Clock::time_point step();
  Notifier& changed() { return m_changed; }

  // What the functions of the kinds use.
  Store& store() { return m_store; }
  const Pace& pace() const { return m_settings.pace; }
  void again(const Key& key, Clock::duration delay);
  /// How long the object has been in this stage, measured from the first question.
  Clock::duration elapsed(const Json& object, const std::string& stage);
  /// Writes spec, metadata and status as they are. A write that lost a race is repeated by the next event.
  void write(const Kind& kind, Json object);
  /// A new object owned by `owner`, in its namespace, with its sample label. Null when it was refused.
  Object createOwned(const Kind& kind, const Json& owner, Json object);
  std::vector<Object> ownedBy(const Json& owner, const Kind& kind);
  void erase(const Key& key, bool atOnce = false);
  void event(const Json& about, const std::string& type, const std::string& reason, const std::string& message,
             const std::string& component);
  std::string nextPodAddress();
  void started(const Json& pod);  ///< tells Settings::onStart

 private:
  void onChange(const Key& key);
  void reconcile(const Key& key);
  void reconcileDependents(const Key& owner);
  bool collectGarbage(const Key& key, const Json& object);
  bool finishForeground(const Key& key, const Json& object);

  Store& m_store;
  const Settings& m_settings;
  Notifier m_changed;
  int m_listener;
  std::map<Key, Clock::time_point> m_due;
  std::unordered_map<std::string, std::pair<std::string, Clock::time_point>> m_stages;  ///< by uid
  unsigned m_lastAddress = 1;
};

// One per kind.
void reconcileDeployment(Controllers& c, const Json& deployment);
void reconcileReplicaSet(Controllers& c, const Json& replicaSet);
void reconcileStatefulSet(Controllers& c, const Json& statefulSet);
void reconcileJob(Controllers& c, const Json& job);
void reconcilePod(Controllers& c, const Json& pod);
void reconcileService(Controllers& c, const Json& service);
void reconcileClaim(Controllers& c, const Json& claim);
void reconcileNamespace(Controllers& c, const Json& space);

// What several of them need.
bool isDeleting(const Json& object);
bool isReady(const Json& pod);
std::int64_t integerAt(const Json& object, std::initializer_list<const char*> path, std::int64_t otherwise = 0);
/// A short, stable, pronounceable-free hash as Kubernetes writes them into names.
std::string shortHash(const Json& value);
/// Sets one condition; its times change only when it does.
void setCondition(Json& object, const std::string& type, bool holds, const std::string& reason,
                  const std::string& message);
/// Metadata and spec of a pod from a template.
Json podFrom(const Json& podTemplate);

}  // namespace cleardeck::sandbox
