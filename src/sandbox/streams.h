/// The answers that go on: watches, followed logs, port-forwards. Each is a coroutine of one connection. Internal.
#pragma once
#include "sandbox/request.h"
#include "sandbox/state.h"

namespace cleardeck::sandbox {

using ExchangePtr = std::shared_ptr<net::Exchange>;

/// GET …?watch=1: newline-delimited events, bookmarks, 410 as an ERROR event, sendInitialEvents.
asio::awaitable<void> serveWatch(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource);
/// GET …/pods/NAME/log: plausible lines that grow with time.
asio::awaitable<void> serveLog(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource);
/// GET …/pods/NAME/portforward as a WebSocket with v4.channel.k8s.io: channel 2i data, 2i+1 errors.
asio::awaitable<void> servePortForward(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource);

asio::awaitable<void> sendReply(ExchangePtr exchange, Reply reply);

}  // namespace cleardeck::sandbox
