/// One request to the API, taken apart, and its plain answer. Internal.
#pragma once
#include "net/server.h"
#include "sandbox/kinds.h"

#include <map>

namespace cleardeck::sandbox {

struct ApiRequest {
  explicit ApiRequest(const net::ServerRequest& raw);
  std::string value(const std::string& name) const;  ///< of a query parameter, "" when absent
  bool flag(const std::string& name) const;          ///< "true" or "1"
  long number(const std::string& name, long otherwise) const;
  bool dryRun() const { return value("dryRun") == "All"; }

  std::string method;
  std::vector<std::string> path;             ///< decoded segments
  std::map<std::string, std::string> query;  ///< repeated names: joined by a comma
  std::string accept;
  std::string contentType;
  std::string body;
};

/// What a path names: /api/v1/[namespaces/NS/]PLURAL[/NAME[/SUBRESOURCE]] or /apis/GROUP/VERSION/…
struct Resource {
  const Kind* kind = nullptr;
  std::string space, name, subresource;
};
/// nullopt: not the path of a kind that is served.
std::optional<Resource> resourceOf(const ApiRequest& request);

struct Reply {
  Reply() = default;
  Reply(int s, const Json& json) : status(s), body(json.dump(-1, ' ', false, Json::error_handler_t::replace)) {}
  explicit Reply(const Error& error);
  static Reply text(int status, std::string body);
  int status = 200;
  std::string contentType = "application/json";
  std::string body;
};

}  // namespace cleardeck::sandbox
