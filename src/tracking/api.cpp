#include "tracking/api.h"

#include "base/log.h"
#include "tracking/access.h"
#include "tracking/compress.h"
#include "tracking/endpoint_lists.h"
#include "tracking/endpoint_versions.h"
#include "tracking/file_store.h"
#include "tracking/legacy.h"
#include "tracking/request.h"
#include "tracking/schema.h"

#include <charconv>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kCompressFrom = 1400;  // what fits one packet gains nothing

std::map<std::string, Endpoint> registerEndpoints() {
  std::map<std::string, Endpoint> all;
  for (auto list :
       {accessEndpoints,       serverEndpoints,     userEndpoints,       projectEndpoints,   projectTreeEndpoints,
        projectFacetEndpoints, taskEndpoints,       taskStatusEndpoints, taskPartEndpoints,  taskLifeEndpoints,
        modelEndpoints,        queueEndpoints,      queueOrderEndpoints, workerEndpoints,    workerStatsEndpoints,
        organizationEndpoints, downloadEndpoints,   reportEndpoints,     pipelineEndpoints,  servingEndpoints,
        storageEndpoints,      eventWriteEndpoints, scalarEndpoints,     rawScalarEndpoints, logEndpoints,
        sampleEventEndpoints,  sampleViewEndpoints, publicEndpoints})
    for (const auto& endpoint : list()) all.emplace(endpoint.name, endpoint);
  return all;
}

const std::map<std::string, Endpoint>& registry() {
  static const auto all = registerEndpoints();
  return all;
}

// Below 2.1 versions are numbers, later they are texts.
Json versionValue(const std::string& version, bool asText) {
  return asText ? Json(version) : Json(std::strtod(version.c_str(), nullptr));
}

std::string envelope(const Call& call, int status, int subcode, const std::string& message, const Json& errorData,
                     const std::string& data) {
  bool asText = call.version() >= 2.1;
  Json actual = call.endpoint ? versionValue(call.actualVersion, asText) : Json();
  Json endpoint = {{"name", call.name},
                   {"requested_version", versionValue(call.requestedVersion, asText)},
                   {"actual_version", actual}};
  auto id = newId();
  Json meta = {{"id", id},
               {"trx", id},
               {"endpoint", endpoint},
               {"result_code", status},
               {"result_subcode", subcode},
               {"result_msg", message},
               {"error_stack", nullptr},
               {"error_data", errorData}};
  return "{\"meta\":" + dump(meta) + ",\"data\":" + data + "}";
}

Outcome failure(const Call& call, const ApiError& error) {
  auto body = envelope(call, error.status, error.subcode, error.message, Json::object(), "{}");
  return Outcome{error.status, std::move(body), {{"Content-Type", "application/json"}}, false};
}

Outcome success(Call& call, const Json& data) {
  Outcome outcome;
  outcome.headers = call.headers;
  outcome.headers.emplace_back("Content-Type", call.raw ? call.raw->contentType : "application/json");
  outcome.body = call.raw ? std::move(call.raw->body) : envelope(call, 200, 0, "OK", Json::object(), dump(data));
  return outcome;
}

// What SQLite says about a pattern or a full disk, in ClearML's words.
ApiError databaseError(const std::string& text) {
  if (text.find("regex") != std::string::npos || text.find("Regular") != std::string::npos)
    return ApiError(400, 21, "Malformed regular expression: err=" + text + ", extra_info=None");
  if (text.find("full") != std::string::npos)
    return ApiError(500, 4, "Critical server error! Server reports low or insufficient disk space");
  return ApiError(500, 100, "General data error: err=" + text);
}

template <class Step>
Outcome guarded(Call& call, Step step) {
  try {
    return step();
  } catch (const ApiError& error) {
    return failure(call, error);
  } catch (const SQLite::Exception& e) {
    return failure(call, databaseError(e.what()));
  } catch (const Json::exception& e) {
    return failure(call, validationError(e.what()));
  }
}

void countUnknown(Call& call) {
  std::lock_guard guard(call.shared->unknownMutex);
  if (call.shared->unknown.size() < 1000) ++call.shared->unknown[call.name];
}

// Everything up to the endpoint itself.
void prepare(Call& call, const net::ServerRequest& request) {
  if (call.name.empty())
    throw ApiError(400, 0, "Invalid request path " + request.target.substr(0, request.target.find('?')));
  call.actualVersion = answeringVersion(call.name, call.requestedVersion);
  call.endpoint = call.actualVersion.empty() ? nullptr : findEndpoint(call.name);
  if (!call.endpoint) {
    countUnknown(call);
    throw ApiError(404, 0, "Unable to find endpoint for name " + call.name + " and version " + call.requestedVersion);
  }
  readBody(request, call);
  try {
    call.caller = identify(call);
  } catch (const ApiError&) {
    if (call.endpoint->needs != Needs::Nothing) throw;
  }
  requireRole(call);
  validateRequest(call.name, call.args);
  readLegacy(call);
  if (call.endpoint->prepare) call.endpoint->prepare(call);
}

Outcome answerOn(Database& database, Call& call) {
  call.database = &database;
  auto step = [&call] {
    auto data = call.endpoint->answer(call);
    addLegacy(call, data);
    return success(call, data);
  };
  return guarded(call, step);
}

Outcome firstStep(Database& database, Call& call, const net::ServerRequest& request) {
  call.database = &database;
  auto step = [&] {
    prepare(call, request);
    return Outcome();
  };
  auto outcome = guarded(call, step);
  if (outcome.keep && call.endpoint->access == Access::Read) return answerOn(database, call);
  return outcome;
}

bool acceptsGzip(const net::ServerRequest& request) {
  auto accepted = request.headers.find("Accept-Encoding");
  return accepted && accepted->find("gzip") != std::string_view::npos;
}

net::Headers answerHeaders(const net::ServerRequest& request, const Outcome& outcome) {
  net::Headers headers;
  for (const auto& [name, value] : outcome.headers) headers.add(name, value);
  auto origin = request.headers.find("Origin");
  headers.add("Vary", origin ? "Accept-Encoding, Origin" : "Accept-Encoding");
  if (!origin) return headers;
  headers.add("Access-Control-Allow-Origin", std::string(*origin));
  headers.add("Access-Control-Allow-Credentials", "true");
  if (request.method != "OPTIONS") return headers;
  auto asked = request.headers.find("Access-Control-Request-Headers");
  headers.add("Access-Control-Allow-Headers", asked ? std::string(*asked) : std::string("*"));
  headers.add("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  return headers;
}

Task<Outcome> process(std::shared_ptr<const ApiContext> context, std::shared_ptr<net::Exchange> exchange,
                      std::shared_ptr<Call> call) {
  auto compress = [](Outcome outcome, const net::ServerRequest& request) {
    if (outcome.body.size() < kCompressFrom || !acceptsGzip(request)) return outcome;
    outcome.body = gzip(outcome.body);
    outcome.headers.emplace_back("Content-Encoding", "gzip");
    return outcome;
  };
  Store::Work first = [call, exchange, compress](Database& database) {
    return compress(firstStep(database, *call, exchange->request()), exchange->request());
  };
  auto outcome = co_await context->store->read(std::move(first));
  if (!outcome || !outcome->keep || !call->endpoint || call->endpoint->access == Access::Read) co_return outcome;
  Store::Work second = [call](Database& database) { return answerOn(database, *call); };
  auto written = co_await context->store->write(std::move(second));
  if (!written || !written->keep || call->filesToDelete.empty()) co_return written;
  auto root = context->store->dataDir() / "files";
  Store::Work third = [call, root](Database&) {
    for (const auto& name : call->filesToDelete) {
      auto path = safePath(root, name);
      std::error_code failed;
      if (path) std::filesystem::remove(*path, failed);
      if (failed) log::room("tracking")->warn("{} of a deleted task stays: {}", name, failed.message());
    }
    return Outcome();
  };
  co_await context->store->read(std::move(third));
  co_return written;
}

}  // namespace

double Call::version() const { return std::strtod(requestedVersion.c_str(), nullptr); }

const Endpoint* findEndpoint(const std::string& name) {
  auto found = registry().find(name);
  return found == registry().end() ? nullptr : &found->second;
}

std::vector<std::string> endpointNames() {
  std::vector<std::string> names;
  for (const auto& [name, endpoint] : registry()) names.push_back(name);
  return names;
}

asio::awaitable<void> answerApi(std::shared_ptr<const ApiContext> context, std::shared_ptr<net::Exchange> exchange) {
  const auto& request = exchange->request();
  auto call = std::make_shared<Call>();
  call->shared = context->shared.get();
  readTarget(request.target, *call);
  Outcome outcome;
  auto encoding = request.headers.find("Content-Encoding");
  if (request.method == "OPTIONS") {
    outcome.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  } else if (encoding) {
    outcome = Outcome{415,
                      "Content encoding is not supported (" + std::string(*encoding) + ")",
                      {{"Content-Type", "text/html; charset=utf-8"}},
                      true};
  } else {
    auto answered = co_await process(context, exchange, call);
    outcome = answered ? std::move(*answered) : failure(*call, databaseError(answered.error().message));
  }
  auto headers = answerHeaders(request, outcome);
  co_await exchange->respond(outcome.status, std::move(headers), std::move(outcome.body));
}

}  // namespace cleardeck::tracking
