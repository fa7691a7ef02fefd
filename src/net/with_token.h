/// One request with the session's current token, and once more with a new one after a 401. Internal to net.
#pragma once
#include "net/tokens.h"

namespace cleardeck::net {

/// `attempt` sends the request with a token; `refused` says whether its result is a 401.
template <class T>
Task<T> withToken(std::shared_ptr<TokenSource> tokens, std::function<Task<T>(std::string)> attempt,
                  std::function<bool(const Result<T>&)> refused) {
  auto token = co_await tokens->token();
  if (!token) co_return token.error();
  const std::string first = *token;
  auto result = co_await attempt(first);
  if (!refused(result)) co_return result;
  auto renewed = co_await tokens->refresh(first);
  if (!renewed) co_return renewed.error();
  const std::string second = *renewed;
  if (second == first) co_return result;
  co_return co_await attempt(second);
}

}  // namespace cleardeck::net
