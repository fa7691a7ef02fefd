/// The revisions of a release, live: whoever makes one, here or elsewhere, it appears.
#pragma once
#include "installation/release_history.h"
#include "kube/hub.h"

namespace cleardeck::installation {

/// One revision. Status and time are there at once; the rest when its Secret was opened.
struct RevisionRow {
  std::string uid;  ///< the revision's number
  int revision = 0;
  std::string status;           ///< Helm's: "pending-upgrade"
  std::int64_t modifiedAt = 0;  ///< seconds since 1970
  bool opened = false;
  HistoryEntry entry;
  std::string problem;  ///< why it could not be opened
  bool operator==(const RevisionRow&) const = default;
};

/// Runs until it is cancelled. Each revision is opened once, and again when its status changes; newest first.
/// `sink` gets rows with the state of the watch of the release's Secrets (Forbidden names the right).
Task<Done> watchHistory(kube::Hub hub, std::string ns, std::string release, asio::any_io_executor workers,
                        ChangesSink<RevisionRow> sink);

}  // namespace cleardeck::installation
