/// Bearer tokens that run out: exec plugins, token files, logins.
#pragma once
#include "net/async.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cleardeck::net {

/// Where a Session gets the bearer token of every request and WebSocket upgrade from. One I/O thread.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  /// The token for a request that starts now; empty: none is sent. An Error ends the request.
  virtual Task<std::string> token() = 0;
  /// A server answered 401 to `refused`. A new token, with which the request is sent once more; the same one again:
  /// there is no other, and the 401 is the answer.
  virtual Task<std::string> refresh(std::string refused) = 0;
};

struct Token {
  using Moment = std::chrono::system_clock::time_point;
  Token() = default;
  explicit Token(std::string t, std::optional<Moment> e = std::nullopt) : text(std::move(t)), expires(e) {}
  std::string text;
  std::optional<Moment> expires;  ///< nullopt: until a server refuses it
};

using ObtainToken = std::function<Task<Token>()>;

/// Keeps what `obtain` gave until `margin` before it expires or until a server refuses it. Requests that come while a
/// token is being obtained share the one attempt; it goes on when one of them is cancelled.
std::shared_ptr<TokenSource> cachedTokens(const asio::any_io_executor& executor, ObtainToken obtain,
                                          std::chrono::seconds margin = std::chrono::seconds(30));

}  // namespace cleardeck::net
