/// Releases of a cluster: from the rows of their Secrets, and opened one by one.
#pragma once
#include "helm/release.h"
#include "kube/calls.h"
#include "kube/release_secret.h"

#include <vector>

namespace cleardeck::helm {

/// The newest revision of every release, by namespace and name. It may be a pending or failed one.
std::vector<kube::ReleaseSecret> newestRevisions(const std::vector<kube::ReleaseSecret>& rows);
/// Every revision of one release, newest first.
std::vector<kube::ReleaseSecret> revisionsOf(const std::vector<kube::ReleaseSecret>& rows, const std::string& ns,
                                             const std::string& release);
/// The revision that a rollback leads back to: the newest that was deployed before `revision`; 0 when there is none.
int lastGoodRevision(const std::vector<kube::ReleaseSecret>& revisions, int revision);

/// Reads and decodes one revision. `workers` is Runtime::workers().
Task<Release> openRelease(kube::Session session, std::string ns, std::string secretName, asio::any_io_executor workers);

struct History {
  std::vector<Release> revisions;  ///< newest first
  std::vector<Error> broken;       ///< Secrets that could not be read; each names its Secret
};
/// At most `limit` revisions. Errors: the list itself could not be read, or NotFound when there is no such release.
Task<History> openHistory(kube::Session session, std::string ns, std::string release, std::size_t limit,
                          asio::any_io_executor workers);

}  // namespace cleardeck::helm
