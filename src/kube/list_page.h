/// One page of a list, read while it arrives. Internal to kube.
#pragma once
#include "kube/json_items.h"
#include "kube/resource.h"
#include "kube/session.h"

namespace cleardeck::kube {

struct Page {
  std::string version;  ///< the list's resourceVersion
  std::string next;     ///< where the next page goes on; "" after the last
};

struct PageRequest {
  PageRequest(ResourcePath p, Scope s, int l) : path(p), scope(std::move(s)), limit(l) {}
  ResourcePath path;
  Scope scope;
  int limit;
  std::string next;  ///< of the page before
  ItemSplitter::OnItem onItem;
  std::function<void()> afterPiece;                  ///< optional
  std::shared_ptr<std::chrono::seconds> retryAfter;  ///< optional: gets what a refusal asked for
};

Task<Page> listPage(Session session, PageRequest request);

/// The path with the query that `scope` means: selectors of the kind and of the scope. "x=y" can follow.
std::string scopedTarget(const ResourcePath& path, const Scope& scope);
/// "list pods in namespace team".
std::string describe(const std::string& verb, const ResourcePath& path, const std::string& ns);
/// The Error of a refusal whose body is still to be read.
Task<Done> refusedWith(Session session, net::Response response, std::string what);
std::chrono::seconds retryAfterOf(const net::ResponseHead& head);

}  // namespace cleardeck::kube
