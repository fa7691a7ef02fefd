/// What an HTTP answer means in ClearML's terms. Pure: the table of errors is tested without a server.
#pragma once
#include "base/result.h"

#include <nlohmann/json.hpp>

namespace cleardeck::clearml {

struct Answer {
  std::string endpoint;  ///< "tasks.get_all_ex"
  std::string url;       ///< the API's base URL, for messages
  int status = 0;
  std::string body;
};

/// The envelope's `data`. Errors, each with a next step:
/// Auth 401 · Forbidden 403 · NotFound unknown endpoint · Conflict a status that does not allow it (400/110, 121) ·
/// Invalid other 4xx · Network 502, 503, 504 and 429 (not ready) · Protocol 5xx, an HTML page, nothing, other JSON.
Result<nlohmann::json> dataOf(const Answer& answer);

}  // namespace cleardeck::clearml
