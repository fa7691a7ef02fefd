/// What goes with a task that is deleted or reset: its events, files and models. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// An id of something that was deleted, as ClearML keeps it in references to it.
inline std::string deletedId(const std::string& id) { return "__DELETED__" + id; }

struct Cleanup {
  int children = 0, updatedModels = 0, deletedModels = 0;
  Json urls = Json::object();
  /// The part of an answer that says it; without URLs `urls` is null.
  Json answer(bool withUrls) const;
};

struct CleanupWishes {
  bool force = false;
  bool forgetChildren = true;  ///< the task goes, so what refers to it is told so
  bool deleteModels = true;
  bool deleteFiles = true;  ///< those on our file server
};

/// Throws ApiError 400/123 for published children or models, unless forced.
Cleanup cleanUpTask(Call& call, const Json& task, const CleanupWishes& wishes);

/// Removes the files of these URLs from our file server, after the answer.
void deleteFilesOf(Call& call, const Json& urls);

}  // namespace cleardeck::tracking
