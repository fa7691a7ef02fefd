/// ClearML's API protocol over HTTP: path, versions, bodies, envelope, compression, CORS. Internal.
#pragma once
#include "net/server.h"
#include "tracking/call.h"
#include "tracking/store.h"

namespace cleardeck::tracking {

struct ApiContext {
  std::shared_ptr<Store> store;
  std::shared_ptr<Shared> shared;
};

/// Answers one request; everything that takes time happens on the store's threads.
asio::awaitable<void> answerApi(std::shared_ptr<const ApiContext> context, std::shared_ptr<net::Exchange> exchange);

}  // namespace cleardeck::tracking
