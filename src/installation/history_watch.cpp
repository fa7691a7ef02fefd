#include "installation/history_watch.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

struct SeenRevisions {
  explicit SeenRevisions(const asio::any_io_executor& executor) : changed(executor) {}
  Notifier changed;
  bool news = false;
  std::unordered_map<std::string, kube::ReleaseSecret> secrets;  // by uid
  LiveState state;
};

ChangesSink<kube::ReleaseSecret> secretsSink(const std::shared_ptr<SeenRevisions>& seen) {
  return [weak = std::weak_ptr(seen)](Changes<kube::ReleaseSecret> changes) {
    auto self = weak.lock();
    if (!self) return;
    for (auto& secret : changes.upserts) self->secrets[secret.uid] = std::move(secret);
    for (const auto& uid : changes.removals) self->secrets.erase(uid);
    self->state = std::move(changes.state);
    self->news = true;
    self->changed.notify();
  };
}

// What was read of a Secret, and as it then stood.
struct ReadRevision {
  kube::ReleaseSecret secret;
  RevisionRow row;
};
using ReadRevisions = std::map<std::uint32_t, ReadRevision>;

RevisionRow rowOf(const kube::ReleaseSecret& secret, const ReadRevisions& read) {
  RevisionRow row;
  if (const auto known = read.find(secret.revision); known != read.end()) row = known->second.row;
  row.uid = std::to_string(secret.revision);
  row.revision = static_cast<int>(secret.revision);
  row.status = secret.status;
  row.modifiedAt = secret.modifiedAt;
  return row;
}

RevisionRow openedRow(const Result<helm::Release>& release) {
  RevisionRow row;
  row.opened = true;
  if (release)
    row.entry = historyEntry(*release);
  else
    row.problem = release.error().text();
  return row;
}

std::vector<kube::ReleaseSecret> newestFirst(const SeenRevisions& seen, const std::string& ns,
                                             const std::string& release) {
  std::vector<kube::ReleaseSecret> all;
  for (const auto& [uid, secret] : seen.secrets) all.push_back(secret);
  return helm::revisionsOf(all, ns, release);
}

std::optional<kube::ReleaseSecret> unread(const std::vector<kube::ReleaseSecret>& revisions,
                                          const ReadRevisions& read) {
  for (const auto& secret : revisions) {
    const auto known = read.find(secret.revision);
    if (known == read.end() || !(known->second.secret == secret)) return secret;
  }
  return std::nullopt;
}

}  // namespace

Task<Done> watchHistory(kube::Hub hub, std::string ns, std::string release, asio::any_io_executor workers,
                        ChangesSink<RevisionRow> sink) {
  auto executor = co_await asio::this_coro::executor;
  auto seen = std::make_shared<SeenRevisions>(executor);
  kube::Scope scope(ns, "name=" + release);
  kube::Lease lease = hub.subscribe<kube::ReleaseSecret>(scope, secretsSink(seen));
  Table<RevisionRow> table;
  ReadRevisions read;
  for (;;) {
    seen->news = false;
    const auto revisions = newestFirst(*seen, ns, release);
    table.beginList();
    for (const auto& secret : revisions) table.upsert(rowOf(secret, read));
    if (seen->state.freshness == Freshness::Live) table.endList();
    sink(table.take(seen->state));
    if (const auto next = unread(revisions, read)) {
      auto opened = co_await helm::openRelease(hub.session(), ns, next->name, workers);
      if (!opened && opened.error().kind == ErrorKind::Cancelled) co_return opened.error();
      read[next->revision] = ReadRevision{*next, openedRow(opened)};
    } else if (!seen->news) {
      const Wake wake = co_await seen->changed.wait();
      if (wake == Wake::Cancelled) co_return cancelledError();
    }
  }
}

}  // namespace cleardeck::installation
