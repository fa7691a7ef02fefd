/// One API call on its way through the room, and what an endpoint is.
#pragma once
#include "tracking/database.h"
#include "tracking/fixed_users.h"
#include "tracking/tokens.h"
#include "tracking/values.h"

#include <any>
#include <atomic>
#include <mutex>

namespace cleardeck::tracking {

/// Where a client is in a listing (`scroll_id`). In memory: an unknown id starts again, as ClearML does.
class Scrolls {
 public:
  std::optional<std::size_t> position(const std::string& id);
  /// Remembers it; an empty id makes a new one.
  std::string remember(std::string id, std::size_t position);
  /// The same for what a viewer of samples looks at.
  std::optional<Json> view(const std::string& id);
  std::string rememberView(std::string id, Json view);
  void forget(const std::string& id);

 private:
  struct Entry {
    std::size_t position = 0;
    Json view;
    std::chrono::steady_clock::time_point used;
  };
  std::mutex m_mutex;
  Entry& entry(std::string& id);  ///< under the mutex
  std::map<std::string, Entry> m_entries;
};

/// When API keys were last used; written to the store with the next change (a login only reads). Any thread.
class KeyUses {
 public:
  struct Use {
    std::string time, from;
  };
  void note(const std::string& key, Use use);
  std::optional<Use> of(const std::string& key) const;
  std::map<std::string, Use> take();

 private:
  mutable std::mutex m_mutex;
  std::map<std::string, Use> m_uses;
};

/// What all calls of a server share. Any thread.
struct Shared {
  TokenSigner signer;
  SignInTable signIns;
  KeyUses keyUses;
  Scrolls scrolls;
  std::string apiUrl, filesUrl, webUrl;
  std::mutex unknownMutex;
  std::map<std::string, std::uint64_t> unknown;  ///< endpoints asked for that we do not have
};

/// An answer that is not an envelope.
struct RawAnswer {
  std::string contentType, body;
};

struct Endpoint;

struct Call {
  Database* database = nullptr;  ///< a reader first, the writer when a Write endpoint answers
  Shared* shared = nullptr;
  const Endpoint* endpoint = nullptr;
  std::string name, requestedVersion, actualVersion;
  Json args = Json::object();
  std::string_view body;  ///< of batches; lives as long as the call
  Caller caller;
  std::string worker, cookie, impersonateAs, actAs, peer;
  std::optional<std::string> authorization;
  std::string now = nowText();
  std::vector<std::string> filesToDelete;                    ///< paths on our file server, removed after the commit
  std::any prepared;                                         ///< what Endpoint::prepare left for answer
  std::vector<std::pair<std::string, std::string>> headers;  ///< of the answer
  std::optional<RawAnswer> raw;

  Database& db() const { return *database; }
  double version() const;  ///< 2.23; 999 for the newest
};

enum class Access { Read, Write };
/// Who may call: anybody, any role, or one of the roles that ClearML's message lists in this order.
enum class Needs { Nothing, SignedIn, System, Root, Admin };

struct Endpoint {
  const char* name;
  Access access;
  Json (*answer)(Call&);  ///< throws ApiError
  Needs needs = Needs::SignedIn;
  void (*prepare)(Call&) = nullptr;  ///< on a reader thread, for work that must not keep the writer
};

/// nullptr for one that we do not have.
const Endpoint* findEndpoint(const std::string& name);
std::vector<std::string> endpointNames();

}  // namespace cleardeck::tracking
