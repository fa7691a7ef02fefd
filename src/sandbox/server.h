/// One connection's request: who may ask, and which answer it is. Internal.
#pragma once
#include "sandbox/streams.h"

namespace cleardeck::sandbox {

asio::awaitable<void> serve(StatePtr state, ExchangePtr exchange);
/// Runs the controllers until it is cancelled.
Task<Done> runControllers(StatePtr state);

}  // namespace cleardeck::sandbox
