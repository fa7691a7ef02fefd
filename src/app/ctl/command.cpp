#include "app/ctl/command.h"

#include "helm/repair.h"
#include "installation/release_history.h"
#include "net/await_programs.h"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

// Lives on the I/O thread from the start of a command to its end.
struct Running {
  explicit Running(const asio::any_io_executor& executor) : signals(executor, SIGINT, SIGTERM) {}
  asio::signal_set signals;
  std::promise<Result<int>> result;
  bool interrupted = false;
};

void begin(const asio::any_io_executor& executor, const std::shared_ptr<Running>& running, Task<int> task) {
  auto done = [running](Result<int> result) {
    running->signals.cancel();
    running->result.set_value(running->interrupted ? Result<int>(cancelledError()) : std::move(result));
  };
  auto handle = start<int>(executor, std::move(task), std::move(done));
  running->signals.async_wait([running, handle](error_code ec, int) {
    if (ec) return;
    running->interrupted = true;
    handle.cancel();
  });
}

/// Cancelled: the user interrupted it.
Result<int> runOnce(const Env& env, Task<int> task) {
  const auto executor = env.runtime.executor();
  auto held = std::make_shared<Task<int>>(std::move(task));
  auto promise = std::make_shared<std::promise<std::future<Result<int>>>>();
  auto started = promise->get_future();
  asio::post(executor, [executor, held, promise] {
    auto running = std::make_shared<Running>(executor);
    promise->set_value(running->result.get_future());
    begin(executor, running, std::move(*held));
  });
  return started.get().get();
}

Task<int> sayState(Task<Target> finding, std::string name) {
  Error interrupted(ErrorKind::Cancelled, "interrupted, helm was stopped. ");
  auto target = co_await std::move(finding);
  if (!target) co_return std::move(interrupted).withHint("What is left of " + name + ": " + target.error().text());
  const auto& row = target->chosen.row;
  auto rows = co_await installation::revisionRows(target->chosen.hub->session(), row.ns, row.name);
  if (!rows) co_return std::move(interrupted).withHint("What is left of " + name + ": " + rows.error().text());
  const auto advice = helm::adviseRepair(*rows, std::chrono::system_clock::now());
  interrupted.message += advice.sentence;
  if (advice.action != helm::RepairAction::None) interrupted.hint = "cleardeckctl repair " + name + " --apply";
  co_return interrupted;
}

Error stateAfter(const Env& env, const Changing& changing) {
  net::awaitPrograms(std::chrono::seconds(25));
  Env where = env;
  if (!changing.context.empty()) where.context = changing.context;
  if (!changing.ns.empty()) where.ns = changing.ns;
  return runOnce(where, sayState(targetOf(where, changing.release), changing.release)).error();
}

}  // namespace

int runToEnd(const Env& env, Task<int> task) {
  const auto result = runOnce(env, std::move(task));
  if (result) return *result;
  const bool interrupted = result.error().kind == ErrorKind::Cancelled;
  if (interrupted && !env.changing) return Good;
  complain(interrupted ? stateAfter(env, *env.changing) : result.error());
  return Failed;
}

Task<int> untilInterrupted() {
  for (;;) co_await sleepFor(std::chrono::hours(1));
}

Task<Clusters> clustersOf(const Env& env) {
  return [](std::string kubeconfig, std::string context, std::string ns) -> Task<Clusters> {
    auto executor = co_await asio::this_coro::executor;
    co_return openClusters(executor, kubeconfig, context, ns);
  }(env.kubeconfig, env.context, env.ns);
}

Task<Target> targetOf(const Env& env, std::string name) {
  return [](Task<Clusters> opening, std::string wanted, std::string ns, asio::any_io_executor workers) -> Task<Target> {
    auto clusters = co_await std::move(opening);
    if (!clusters) co_return clusters.error();
    auto chosen = co_await choose(*clusters, wanted, ns, workers);
    if (!chosen) co_return chosen.error();
    Target target;
    target.clusters = std::move(*clusters);
    target.chosen = std::move(*chosen);
    co_return target;
  }(clustersOf(env), std::move(name), env.ns, env.workers());
}

void print(const nlohmann::json& json) {
  std::cout << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
}
void print(const std::string& line) { std::cout << line << std::endl; }

void complain(const Error& error) { std::cerr << "cleardeckctl: " << error.text() << std::endl; }

}  // namespace cleardeck::app::ctl
