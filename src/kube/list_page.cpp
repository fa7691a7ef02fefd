#include "kube/list_page.h"

#include "base/text.h"
#include "kube/session_state.h"

#include <charconv>

namespace cleardeck::kube {
namespace {

constexpr std::size_t longestRefusal = 64u << 10;

std::string joined(std::string_view first, std::string_view second) {
  std::string both(first);
  if (!first.empty() && !second.empty()) both += ',';
  return both.append(second);
}

}  // namespace

std::string scopedTarget(const ResourcePath& path, const Scope& scope) {
  auto target = collectionTarget(path, scope.ns) + "?";
  auto selector = joined(path.labelSelector, scope.labelSelector);
  if (!selector.empty()) target += "labelSelector=" + text::urlEncode(selector) + "&";
  if (!scope.fieldSelector.empty()) target += "fieldSelector=" + text::urlEncode(scope.fieldSelector) + "&";
  return target;
}

std::string describe(const std::string& verb, const ResourcePath& path, const std::string& ns) {
  std::string text = verb + " " + std::string(path.plural);
  if (!path.group.empty()) text += "." + std::string(path.group);
  if (!path.namespaced) return text;
  return text + (ns.empty() ? std::string(" in all namespaces") : " in namespace " + ns);
}

std::chrono::seconds retryAfterOf(const net::ResponseHead& head) {
  auto value = head.headers.find("Retry-After");
  int seconds = 0;
  if (value) std::from_chars(value->data(), value->data() + value->size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0, 300));
}

Task<Done> refusedWith(Session session, net::Response response, std::string what) {
  std::string body;
  while (body.size() < longestRefusal) {
    auto piece = co_await net::readSome(response);
    if (!piece || !*piece) break;  // what came so far still tells more than nothing
    body += **piece;
  }
  co_return refusal(session, response.head().status, std::move(body), what);
}

Task<Page> listPage(Session session, PageRequest request) {
  auto target = scopedTarget(request.path, request.scope);
  target += "limit=" + std::to_string(request.limit);
  if (!request.next.empty()) target += "&continue=" + text::urlEncode(request.next);
  net::Request get("GET", target);
  get.acceptGzip = !session.state().loopback;
  get.headers.add("Accept", request.path.metadataOnly
                                ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
                                : "application/json");
  auto response = co_await open(session, std::move(get));
  if (!response) co_return response.error();
  auto what = describe("list", request.path, request.scope.ns);
  if (response->head().status >= 400) {
    if (request.retryAfter) *request.retryAfter = retryAfterOf(response->head());
    auto refused = co_await refusedWith(session, *response, what);
    co_return refused.error();
  }
  ItemSplitter items(request.onItem);
  for (;;) {
    auto piece = co_await net::readSome(*response);
    if (!piece) co_return std::move(piece.error()).during(what);
    if (!*piece || !items.feed(**piece)) break;
    if (request.afterPiece) request.afterPiece();
  }
  Page page;
  if (items.complete()) page.version = items.metadata("resourceVersion");
  if (page.version.empty())  // also the web page of a proxy, which must not pass for an empty list
    co_return Error(ErrorKind::Protocol, what + ": the server's answer is cut off or no list");
  page.next = items.metadata("continue");
  co_return page;
}

}  // namespace cleardeck::kube
