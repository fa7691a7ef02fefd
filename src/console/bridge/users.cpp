#include "console/bridge/users.h"

#include "installation/fixed_users.h"
#include "installation/watchdog.h"

namespace cleardeck::bridge {
namespace {

using UsersSink = std::function<void(std::vector<UsersPiece>)>;

bool setsPassword(const installation::UserChange& change) {
  return change.kind == installation::UserChange::Add || change.kind == installation::UserChange::Reset;
}

Task<installation::UsersState> perform(installation::UsersOrder order, UsersWish wish) {
  if (!wish.seen.isOff()) co_return co_await installation::changeUsers(order, wish.seen, wish.change);
  installation::FixedUser first;
  first.username = wish.change.username;
  first.name = wish.change.name;
  first.passwordHash = wish.change.passwordHash;
  co_return co_await installation::switchUsersOn(order, first);
}

Task<Done> changeAndProve(InstallationPlace place, UsersWish wish, UsersSink sink) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  const auto workers = place.cluster->runtime().workers();
  if (setsPassword(wish.change)) {
    auto hashing = [password = wish.password] { return hashPassword(password); };
    auto hash = co_await onWorkers(workers, std::move(hashing));
    if (!hash) co_return hash.error();
    wish.change.passwordHash = std::move(*hash);
  }
  installation::UsersOrder order(*tools, place.installation);
  order.mayRewrite = wish.mayRewrite;
  order.tell = [sink](const std::string& line) { sink(std::vector<UsersPiece>(1, UsersPiece(line))); };
  auto state = co_await perform(order, wish);
  if (!state) co_return state.error();
  UsersOutcome outcome;
  outcome.state = std::move(*state);
  outcome.proof.why = "the password is not known here";
  if (setsPassword(wish.change)) {
    order.tell("Logging in as " + wish.change.username);
    auto hub = place.cluster->hub();
    const clearml::Credentials credentials(wish.change.username, wish.password);
    auto proof = co_await installation::proveLoginThrough(*hub, place.installation, credentials, workers);
    if (!proof) co_return proof.error();
    outcome.proof = std::move(*proof);
  }
  sink(std::vector<UsersPiece>(1, UsersPiece(std::move(outcome))));
  co_return Done();
}

}  // namespace

Task<installation::UsersState> readUsers(InstallationPlace place) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::readUsers(*tools, place.installation);
}

Task<installation::KeyCounts> countKeys(InstallationPlace place, std::string company,
                                        std::vector<std::string> usernames) {
  auto hub = place.cluster->hub();
  if (!hub) co_return hub.error();
  const auto workers = place.cluster->runtime().workers();
  co_return co_await installation::countKeysThrough(*hub, place.installation, company, usernames, workers);
}

Handle changeUsers(InstallationPlace place, UsersWish wish, std::function<void(UsersBatch)> apply) {
  Runtime& runtime = place.cluster->runtime();
  auto operation = [place = std::move(place), wish = std::move(wish)](UsersSink sink) {
    return changeAndProve(place, wish, std::move(sink));
  };
  return collect<UsersPiece>(runtime, std::move(operation), std::move(apply));
}

Task<std::vector<clearml::TaskRow>> runningTasks(std::string apiUrl, clearml::Credentials credentials,
                                                 asio::any_io_executor workers) {
  const std::vector<clearml::Credentials> keys(1, credentials);
  auto session = co_await installation::signInWith(apiUrl, keys, workers);
  if (!session) co_return session.error();
  co_return co_await installation::runningTasks(*session);
}

}  // namespace cleardeck::bridge
