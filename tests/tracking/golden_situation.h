// Builds in our server the situation in which a recorded request was sent: the documents that the request and its
// answer name, as the answers of all recordings show them, in the state that the file's name or the answer tells.
#pragma once
#include "tracking/client.h"
#include "tracking/golden.h"

namespace cleardeck::test {

// "tasks" → id → document with references as ids.
using Documents = std::map<std::string, std::map<std::string, Json>>;

void collectDocuments(const Json& data, Documents& into);

class Situation {
 public:
  Situation(TrackingServer& server, const std::vector<Exchange>& all);
  // Empties the server and builds; what cannot be built is left out.
  void build(const Exchange& exchange);
  // The recorded caller's.
  const std::string& token() const { return m_token; }
  static constexpr const char* kCaller = "dd3fa7de638e449581b557d6542e1daa";

 private:
  void addWorld(const Exchange& exchange);
  void addDocument(const std::string& kind, const std::string& id, Json document);
  void addFiltered(const Exchange& exchange);
  void addPath(Json& project);
  void addReferenced(const Exchange& exchange);
  void addMissingTasks(const Exchange& exchange);
  void setStatuses(const Exchange& exchange);
  void fillQueue(const Exchange& exchange);
  void insertAll();
  void addEvents(const Exchange& exchange);
  void addWorkers(const Exchange& exchange);
  void addAccess(const Exchange& exchange);
  Json root(const std::string& endpoint, const Json& args);

  TrackingServer& m_server;
  Documents m_world, m_here;
  std::vector<std::pair<std::string, std::string>> m_order;  // kind and id, as they are to be stored
  std::string m_token;
};

}  // namespace cleardeck::test
