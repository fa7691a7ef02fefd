#include "tracking/request.h"

#include "base/text.h"

#include <charconv>

namespace cleardeck::tracking {
namespace {

constexpr const char* kBadRequest = "The browser (or proxy) sent a request that this server could not understand.";

// Arguments of a query or a form: "a.b=1" nests, numbers and booleans are converted.
Json converted(const std::string& text) {
  if (text == "true" || text == "True") return true;
  if (text == "false" || text == "False") return false;
  std::int64_t number = 0;
  auto end = text.data() + text.size();
  auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec == std::errc() && parsed.ptr == end && !text.empty()) return number;
  return text;
}

void readForm(std::string_view form, Json& args) {
  for (const auto& pair : text::split(form, '&')) {
    auto equals = pair.find('=');
    if (equals == std::string::npos) continue;
    auto name = text::urlDecode(text::replaceAll(pair.substr(0, equals), "+", " "));
    auto value = converted(text::urlDecode(text::replaceAll(pair.substr(equals + 1), "+", " ")));
    auto at = &args;
    for (const auto& part : text::split(name, '.')) {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[part];
    }
    if (at->is_null())
      *at = value;
    else if (at->is_array())
      at->push_back(value);
    else
      *at = Json::array({*at, value});
  }
}

std::string header(const net::ServerRequest& request, const char* name) {
  auto found = request.headers.find(name);
  return found ? std::string(*found) : std::string();
}

}  // namespace

void readTarget(std::string_view target, Call& call) {
  auto path = target.substr(0, target.find('?'));
  call.requestedVersion = kApiVersion;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (auto slash = path.find('/'); slash != std::string_view::npos && path.starts_with('v')) {
    call.requestedVersion = path.substr(1, slash - 1);
    path.remove_prefix(slash + 1);
  }
  bool good = path.find('.') != std::string_view::npos && path.find('/') == std::string_view::npos;
  good = good && call.requestedVersion.find_first_not_of("0123456789.") == std::string::npos &&
         !call.requestedVersion.empty();
  call.name = good ? std::string(path) : std::string();
  if (!good) call.requestedVersion = "1.0";
}

void readBody(const net::ServerRequest& request, Call& call) {
  call.peer = request.peerAddress;
  call.cookie = header(request, "Cookie");
  if (auto found = request.headers.find("Authorization")) call.authorization = std::string(*found);
  call.worker = header(request, "X-Clearml-Worker");
  if (call.worker.empty()) call.worker = header(request, "X-Trains-Worker");
  call.impersonateAs = header(request, "X-Clearml-Impersonate-As");
  call.actAs = header(request, "X-Clearml-Act-As");
  call.body = request.body;
  auto type = header(request, "Content-Type");
  auto query = request.target.find('?');
  if (query != std::string::npos) readForm(std::string_view(request.target).substr(query + 1), call.args);
  if (type.starts_with("application/json-lines") || text::trim(request.body).empty()) return;
  if (type.starts_with("application/x-www-form-urlencoded")) return readForm(request.body, call.args);
  auto parsed = Json::parse(request.body, nullptr, false);
  if (parsed.is_discarded()) throw ApiError(400, 0, kBadRequest);
  if (parsed.is_null()) return;
  if (!parsed.is_object()) throw validationError("the request's body must be a JSON object");
  call.args.update(parsed);
}

}  // namespace cleardeck::tracking
