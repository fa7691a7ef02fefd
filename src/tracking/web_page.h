/// The page on the web port, so that a browser that comes here learns what this is. Internal.
#pragma once
#include "net/server.h"
#include "tracking/call.h"

namespace cleardeck::tracking {

asio::awaitable<void> answerWeb(std::shared_ptr<Shared> shared, std::shared_ptr<net::Exchange> exchange);

}  // namespace cleardeck::tracking
