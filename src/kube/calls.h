/// Single calls to the API: get, list, create, patch, delete, who am I, what may I. A status >= 400 is an Error whose
/// message is the server's and whose hint says what to do; see DESIGN of Status objects in the API conventions.
#pragma once
#include "kube/json_items.h"
#include "kube/resource.h"
#include "kube/session.h"

namespace cleardeck::kube {

/// GET of any path ("/version"); the body.
Task<std::string> getRaw(Session session, std::string target);
/// One object as JSON text.
Task<std::string> getObject(Session session, ResourcePath path, std::string ns, std::string name);
/// Every object of a scope goes to `onItem` while the answer arrives; pages of 1,000. The answer is the list's
/// resourceVersion. `onItem` gets views that are valid during the call only.
Task<std::string> listObjects(Session session, ResourcePath path, Scope scope, ItemSplitter::OnItem onItem);

Task<std::string> createObject(Session session, ResourcePath path, std::string ns, std::string json);

enum class Patch {
  Merge,      ///< application/merge-patch+json
  Strategic,  ///< application/strategic-merge-patch+json
  Json,       ///< application/json-patch+json
  Apply,      ///< server-side apply as field manager "cleardeck", without force
};
Task<std::string> patchObject(Session session, ResourcePath path, std::string ns, std::string name, Patch kind,
                              std::string body);

struct DeleteOptions {
  DeleteOptions() = default;
  std::string uid;                         ///< precondition; "" is none
  std::string propagation = "Background";  ///< Foreground, Orphan
  int graceSeconds = -1;                   ///< -1: the object's own
};
Task<Done> deleteObject(Session session, ResourcePath path, std::string ns, std::string name, DeleteOptions options);

/// A question to the authorizer.
struct Access {
  Access(std::string v, std::string g, std::string r, std::string n = {}, std::string sub = {})
      : verb(std::move(v)),
        group(std::move(g)),
        resource(std::move(r)),
        ns(std::move(n)),
        subresource(std::move(sub)) {}
  std::string verb, group, resource, ns, subresource;
  std::string text() const;  ///< "create on pods/portforward in namespace team"
};
struct Verdict {
  bool allowed = false;
  std::string reason;  ///< the authorizer's, may be empty
};
/// SelfSubjectAccessReview.
Task<Verdict> mayI(Session session, Access access);
/// SelfSubjectReview: the user name the server sees.
Task<std::string> whoAmI(Session session);
/// "v1.36.4".
Task<std::string> serverVersion(Session session);

/// The rows of a scope, once.
template <class Row>
Task<std::vector<Row>> list(Session session, Scope scope) {
  auto rows = std::make_shared<std::vector<Row>>();
  ItemSplitter::OnItem keep = [rows](simdjson::ondemand::object item) {
    Row row;
    if (parse(item, row)) rows->push_back(std::move(row));
  };
  auto listed = co_await listObjects(session, Row::path, scope, keep);
  if (!listed) co_return listed.error();
  co_return std::move(*rows);
}

/// One row. Errors: NotFound.
template <class Row>
Task<Row> get(Session session, std::string ns, std::string name) {
  auto json = co_await getObject(session, Row::path, ns, name);
  if (!json) co_return json.error();
  Row row;
  bool read = withObject(*json, [&row](simdjson::ondemand::object object) { return parse(object, row); });
  if (!read) co_return Error(ErrorKind::Protocol, "the server's answer is no " + std::string(Row::path.kind));
  co_return row;
}

/// The stored release of a ReleaseSecret: `data.release` after one base64 (still base64 and gzip of Helm inside).
Task<std::string> releasePayload(Session session, std::string ns, std::string secretName);

}  // namespace cleardeck::kube
