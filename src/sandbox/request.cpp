#include "sandbox/request.h"

#include "base/text.h"
#include "sandbox/status.h"

#include <cstdlib>

namespace cleardeck::sandbox {

ApiRequest::ApiRequest(const net::ServerRequest& raw) : method(raw.method), body(raw.body) {
  auto question = raw.target.find('?');
  for (const auto& segment : text::split(raw.target.substr(0, question), '/'))
    if (!segment.empty()) path.push_back(text::urlDecode(segment));
  if (question != std::string::npos)
    for (const auto& pair : text::split(raw.target.substr(question + 1), '&')) {
      auto equal = pair.find('=');
      auto name = text::urlDecode(pair.substr(0, equal));
      auto given = equal == std::string::npos ? std::string()
                                              : text::urlDecode(text::replaceAll(pair.substr(equal + 1), "+", " "));
      auto [known, fresh] = query.emplace(name, given);
      if (!fresh) known->second += "," + given;
    }
  if (auto header = raw.headers.find("Accept")) accept = *header;
  if (auto header = raw.headers.find("Content-Type")) contentType = *header;
}

std::string ApiRequest::value(const std::string& name) const {
  auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

bool ApiRequest::flag(const std::string& name) const {
  auto given = value(name);
  return given == "true" || given == "1";
}

long ApiRequest::number(const std::string& name, long otherwise) const {
  auto given = value(name);
  char* end = nullptr;
  long parsed = std::strtol(given.c_str(), &end, 10);
  return given.empty() || *end ? otherwise : parsed;
}

std::optional<Resource> resourceOf(const ApiRequest& request) {
  const auto& path = request.path;
  bool core = !path.empty() && path[0] == "api";
  if (path.size() < (core ? 3u : 4u) || (!core && path[0] != "apis")) return std::nullopt;
  auto group = core ? std::string() : path[1];
  auto version = core ? path[1] : path[2];
  std::size_t next = core ? 2 : 3;
  Resource resource;
  // /namespaces/NS/pods is in a namespace, /namespaces/NS and /namespaces/NS/status is the namespace itself.
  bool inside = path[next] == "namespaces" && path.size() > next + 2 && findKind(group, version, path[next + 2]);
  if (inside) {
    resource.space = path[next + 1];
    next += 2;
  }
  resource.kind = findKind(group, version, path[next]);
  if (!resource.kind || (inside && !resource.kind->namespaced)) return std::nullopt;
  if (path.size() > next + 1) resource.name = path[next + 1];
  if (path.size() > next + 2) resource.subresource = path[next + 2];
  if (path.size() > next + 3) return std::nullopt;
  return resource;
}

Reply::Reply(const Error& error) : Reply(error.httpStatus ? error.httpStatus : 500, statusOf(error)) {}

Reply Reply::text(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.contentType = "text/plain";
  reply.body = std::move(body);
  return reply;
}

}  // namespace cleardeck::sandbox
