// cleardeckctl uninstall NAME: what would be kept, what would die; with --confirm NAME it is done.
#include "app/ctl/command.h"
#include "installation/uninstall_plan.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

nlohmann::json asJson(const installation::UninstallPlan& plan) {
  auto data = nlohmann::json::array();
  for (const auto& claim : plan.dataDies)
    data.push_back({{"claim", claim.name},
                    {"size", claim.size},
                    {"volume", claim.volume},
                    {"reclaimPolicy", claim.reclaimPolicy}});
  return {{"dies", plan.dies},
          {"kept", plan.kept},
          {"claimsKept", plan.claims},
          {"dataDies", data},
          {"backup", plan.backup}};
}

std::string wordsOf(const installation::DoomedClaim& claim) {
  std::string text = claim.name + (claim.size.empty() ? "" : " (" + claim.size + ")");
  if (claim.volume.empty()) return text + ": it has no volume yet";
  if (claim.reclaimPolicy == "Retain") return text + ": its volume " + claim.volume + " stays, Released";
  if (claim.reclaimPolicy.empty()) return text + ": whether its volume " + claim.volume + " stays could not be read";
  return text + ": its volume " + claim.volume + " is deleted with all data";
}

void show(const installation::UninstallPlan& plan) {
  print(std::string("An uninstall deletes:"));
  for (const auto& object : plan.dies) print("- " + object);
  if (!plan.dataDies.empty()) print(std::string("Data that dies:"));
  for (const auto& claim : plan.dataDies) print("! " + wordsOf(claim));
  print(std::string("It keeps:"));
  for (const auto& object : plan.kept) print("- " + object);
  for (const auto& claim : plan.claims) print("- PersistentVolumeClaim " + claim);
  if (plan.kept.empty() && plan.claims.empty()) print(std::string("- nothing"));
  print(plan.backup.empty() ? "This installation has no backup of its own: make one by hand before."
                            : "A backup before: " + plan.backup);
}

Task<int> run(Task<Target> finding, std::string confirm, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = valuesTools(target->clusters, target->chosen, workers);
  const auto& row = target->chosen.row;
  auto plan = co_await installation::openUninstall(tools, row);
  if (!plan) co_return plan.error();
  auto report = asJson(*plan);
  report["done"] = !confirm.empty();
  if (!json) show(*plan);
  if (!confirm.empty()) {
    if (confirm != row.name)
      co_return Error(ErrorKind::Invalid, "--confirm says " + confirm + ", and the installation is " + row.name)
          .withHint("Nothing was changed");
    auto done = co_await installation::uninstall(tools, row);
    if (!done) co_return done.error();
    if (!json) print(row.name + " is uninstalled.");
  } else if (!json) {
    print("Nothing was changed. Do it: cleardeckctl uninstall " + row.name + " --confirm " + row.name);
  }
  if (json) print(report);
  co_return Good;
}

}  // namespace

void addUninstall(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("uninstall", "what an uninstall keeps and what it destroys; then do it");
  auto name = std::make_shared<std::string>(), confirm = std::make_shared<std::string>();
  command->add_option("NAME", *name, "of the installation")->required();
  command->add_option("--confirm", *confirm, "its name once more: do it");
  command->callback([&env, name, confirm] {
    if (!confirm->empty()) env.changing = Changing(*name, "", "");
    env.exitCode = runToEnd(env, run(targetOf(env, *name), *confirm, env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
