#include "helm/releases.h"

#include "net/runtime.h"

#include <algorithm>
#include <map>

namespace cleardeck::helm {

std::vector<kube::ReleaseSecret> newestRevisions(const std::vector<kube::ReleaseSecret>& rows) {
  std::map<std::pair<std::string, std::string>, const kube::ReleaseSecret*> newest;
  for (const auto& row : rows) {
    const auto*& known = newest[{row.ns, row.release}];
    if (!known || known->revision < row.revision) known = &row;
  }
  std::vector<kube::ReleaseSecret> result;
  for (const auto& entry : newest) result.push_back(*entry.second);
  return result;
}

std::vector<kube::ReleaseSecret> revisionsOf(const std::vector<kube::ReleaseSecret>& rows, const std::string& ns,
                                             const std::string& release) {
  std::vector<kube::ReleaseSecret> result;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(result),
               [&](const auto& row) { return row.ns == ns && row.release == release; });
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.revision > b.revision; });
  return result;
}

int lastGoodRevision(const std::vector<kube::ReleaseSecret>& revisions, int revision) {
  int best = 0;
  for (const auto& row : revisions) {
    auto number = static_cast<int>(row.revision);
    auto status = releaseStatus(row.status);
    bool worked = status == ReleaseStatus::Deployed || status == ReleaseStatus::Superseded;
    if (worked && number < revision) best = std::max(best, number);
  }
  return best;
}

Task<Release> openRelease(kube::Session session, std::string ns, std::string secretName,
                          asio::any_io_executor workers) {
  auto payload = co_await kube::releasePayload(session, ns, secretName);
  if (!payload) co_return payload.error();
  auto decode = [secretName, payload = std::move(*payload)] { return decodeRelease(secretName, payload); };
  auto work = onWorkers(workers, std::move(decode));
  auto release = co_await std::move(work);
  co_return release;
}

Task<History> openHistory(kube::Session session, std::string ns, std::string release, std::size_t limit,
                          asio::any_io_executor workers) {
  kube::Scope scope(ns, "name=" + release);
  auto rows = co_await kube::list<kube::ReleaseSecret>(session, scope);
  if (!rows) co_return rows.error();
  auto revisions = revisionsOf(*rows, ns, release);
  if (revisions.empty())
    co_return Error(ErrorKind::NotFound, "release " + release + " in namespace " + ns + ": there is none")
        .withHint("It may have been uninstalled, or live in another namespace");
  if (revisions.size() > limit) revisions.resize(limit);
  History history;
  for (const auto& row : revisions) {
    auto opened = co_await openRelease(session, ns, row.name, workers);
    if (opened)
      history.revisions.push_back(std::move(*opened));
    else
      history.broken.push_back(std::move(opened.error()));
  }
  co_return history;
}

}  // namespace cleardeck::helm
