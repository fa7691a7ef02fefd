/// The history of an installation: who changed what and when, and any two revisions compared. Secrets are masked.
#pragma once
#include "helm/diff.h"
#include "installation/values_change.h"

namespace cleardeck::installation {

/// For --description of helm, the only place for a word about a revision: "Values changed, by ada@desk with ClearDeck".
std::string changeNote(const std::string& what);
/// What changeNote() wrote; of another text `who` is "".
struct ChangeNote {
  std::string what, who;
};
ChangeNote readChangeNote(const std::string& description);

struct HistoryEntry {
  int revision = 0;
  std::string status, when, chart, appVersion;  ///< `when` RFC 3339
  std::string what, who;
  std::string notes;  ///< NOTES.txt as rendered, known secrets masked
  bool operator==(const HistoryEntry&) const = default;
};
HistoryEntry historyEntry(const helm::Release& release);

struct ValueDifference {
  std::string path, before, after;  ///< JSON; "" for nothing, "********" for a secret
};
struct RevisionDiff {
  std::vector<ValueDifference> values;
  helm::ManifestDiff manifest;
  std::vector<helm::DiffLine> notes;
};
/// Errors: Invalid, a manifest that does not parse. CPU: milliseconds; call it on a worker.
Result<RevisionDiff> compareRevisions(const helm::Release& before, const helm::Release& after);

/// The text without the values of secret keys and without what the Secrets of the manifest hold.
std::string withoutSecrets(std::string text, const helm::Release& release);

/// The rows of its release Secrets, newest first. Errors: NotFound, there is no such release.
Task<std::vector<kube::ReleaseSecret>> revisionRows(kube::Session session, std::string ns, std::string release);
/// One revision, opened. Errors: NotFound, names those that there are.
Task<helm::Release> openRevision(ValuesTools tools, Installation installation, int revision);

/// Errors: Conflict, `revision` is no longer the newest one. For what is done over a revision that was looked at.
Task<Done> stillNewest(ValuesTools tools, Installation installation, int revision);

}  // namespace cleardeck::installation
