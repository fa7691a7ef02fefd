/// One call of ClearML's API: a JSON body posted to `<service>.<action>`, the envelope taken off the answer.
#pragma once
#include "clearml/answer.h"
#include "clearml/session.h"
#include "net/runtime.h"

namespace cleardeck::clearml {

/// The version that every call asks for: fixed, because "newest" would change its meaning with the server.
inline constexpr const char* apiPath = "/v2.31/";

/// One POST, whatever the answer's status. `authorization` is the header's value, or empty for none.
Task<Answer> send(Session session, std::string endpoint, std::string body, std::string authorization);
/// The same, signed in; a 401 is tried once more with a new token.
Task<Answer> sendSignedIn(Session session, std::string endpoint, std::string body);

/// The typed form: `parse` gets the envelope's `data`. It and the JSON parser run on the workers.
template <class T>
Task<T> call(Session session, std::string endpoint, nlohmann::json body, Result<T> (*parse)(const nlohmann::json&)) {
  auto text = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  auto answer = co_await sendSignedIn(session, endpoint, text);
  if (!answer) co_return answer.error();
  auto work = [answer = std::move(*answer), parse]() -> Result<T> {
    auto data = dataOf(answer);
    if (!data) return data.error();
    return parse(*data);
  };
  auto parsing = onWorkers(session.workers(), std::move(work));
  co_return co_await std::move(parsing);
}

}  // namespace cleardeck::clearml
