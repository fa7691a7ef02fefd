/// Everything of one running sandbox, shared by its connections. Internal; the I/O thread's data.
#pragma once
#include "net/server.h"
#include "sandbox/cluster.h"
#include "sandbox/controllers.h"
#include "sandbox/store.h"

#include <future>

namespace cleardeck::sandbox {

struct State {
  State(const asio::any_io_executor& e, Settings s)
      : executor(e), settings(std::move(s)), store(settings.history), controllers(executor, store, settings) {}
  ~State() { gone.set_value(); }

  asio::any_io_executor executor;
  Settings settings;
  std::string token;
  std::string certificatePem;
  Store store;
  Controllers controllers;
  std::optional<net::Server> server;
  ChildTask controlling;
  std::uint16_t port = 0;
  std::promise<void> gone;  ///< set when the last connection has let go
};

using StatePtr = std::shared_ptr<State>;

}  // namespace cleardeck::sandbox
