// cleardeckctl rollback NAME REVISION.
#include "app/ctl/command.h"
#include "base/text.h"
#include "installation/upgrade_change.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

Task<int> run(Task<Target> finding, int revision, bool anyway, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = valuesTools(target->clusters, target->chosen, workers);
  auto warnings = co_await installation::rollbackWarnings(tools, target->chosen.row, revision);
  if (!warnings) co_return warnings.error();
  if (!warnings->empty() && !anyway)
    co_return Error(ErrorKind::Conflict, "a rollback to revision " + std::to_string(revision) +
                                             " may destroy data: " + text::join(*warnings, "; "))
        .withHint("Restore the backup that was made before, or give --anyway if you know better");
  auto rolledBack = co_await installation::rollbackTo(tools, target->chosen.row, revision);
  if (!rolledBack) co_return rolledBack.error();
  if (json)
    print(nlohmann::json{{"name", target->chosen.row.name}, {"rolledBackTo", revision}});
  else
    print(target->chosen.row.name + " is rolled back to revision " + std::to_string(revision) + ".");
  co_return Good;
}

}  // namespace

void addRollback(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("rollback", "go back to an earlier revision (a new revision is made)");
  auto name = std::make_shared<std::string>();
  auto revision = std::make_shared<int>(0);
  command->add_option("NAME", *name, "of the installation")->required();
  command->add_option("REVISION", *revision, "as `helm history` numbers them")->required()->check(CLI::PositiveNumber);
  auto anyway = std::make_shared<bool>(false);
  command->add_flag("--anyway", *anyway, "although data of newer databases may not open");
  command->callback([&env, name, revision, anyway] {
    env.changing = Changing(*name, "", "");
    env.exitCode = runToEnd(env, run(targetOf(env, *name), *revision, *anyway, env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
