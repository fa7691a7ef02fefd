// cleardeckctl history NAME [--diff A B].
#include "app/ctl/plan.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using installation::HistoryEntry;

nlohmann::json asJson(const HistoryEntry& entry) {
  return {{"revision", entry.revision},
          {"status", entry.status},
          {"when", entry.when},
          {"who", entry.who},
          {"what", entry.what},
          {"chart", entry.chart},
          {"appVersion", entry.appVersion},
          {"notes", entry.notes}};
}

Task<int> list(Task<Target> finding, bool notes, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto& row = target->chosen.row;
  auto history = co_await helm::openHistory(target->chosen.hub->session(), row.ns, row.name, 256, workers);
  if (!history) co_return history.error();
  auto all = nlohmann::json::array();
  for (const auto& release : history->revisions) {
    const auto entry = installation::historyEntry(release);
    all.push_back(asJson(entry));
    if (json) continue;
    print(std::to_string(entry.revision) + "  " + entry.when + "  " + entry.status + "  " + entry.chart + "  " +
          entry.what + (entry.who.empty() ? "" : "  (" + entry.who + ")"));
    if (notes && !entry.notes.empty()) print(entry.notes);
  }
  for (const auto& broken : history->broken) complain(broken);
  if (json) print(all);
  co_return Good;
}

nlohmann::json asJson(const installation::RevisionDiff& diff) {
  auto values = nlohmann::json::array(), notes = nlohmann::json::array();
  for (const auto& change : diff.values)
    values.push_back({{"path", change.path}, {"before", change.before}, {"after", change.after}});
  for (const auto& line : diff.notes) notes.push_back(std::string(1, line.mark) + line.text);
  return {{"values", values}, {"manifest", diffJson(diff.manifest)}, {"notes", notes}};
}

void show(const installation::RevisionDiff& diff) {
  print(std::string(diff.values.empty() ? "Values: the same" : "Values:"));
  for (const auto& change : diff.values)
    print("  " + change.path + ": " + (change.before.empty() ? "(none)" : change.before) + " → " +
          (change.after.empty() ? "(none)" : change.after));
  print(diff.manifest.empty() ? "Manifest: the same" : "Manifest:\n" + diff.manifest.text());
  print(std::string(diff.notes.empty() ? "Notes: the same" : "Notes:"));
  for (const auto& line : diff.notes) print(std::string(1, line.mark) + line.text);
}

Task<int> compare(Task<Target> finding, int before, int after, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = valuesTools(target->clusters, target->chosen, workers);
  auto first = co_await installation::openRevision(tools, target->chosen.row, before);
  if (!first) co_return first.error();
  auto second = co_await installation::openRevision(tools, target->chosen.row, after);
  if (!second) co_return second.error();
  auto work = [a = std::move(*first), b = std::move(*second)] { return installation::compareRevisions(a, b); };
  auto comparing = onWorkers(workers, std::move(work));
  auto diff = co_await std::move(comparing);
  if (!diff) co_return diff.error();
  if (json)
    print(asJson(*diff));
  else
    show(*diff);
  co_return Good;
}

}  // namespace

void addHistory(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("history", "the revisions of an installation: who changed what, and when");
  auto name = std::make_shared<std::string>();
  auto pair = std::make_shared<std::vector<int>>();
  auto notes = std::make_shared<bool>(false);
  command->add_option("NAME", *name, "of the installation")->required();
  command->add_option("--diff", *pair, "two revisions: values, manifest and notes compared, secrets masked")
      ->expected(2);
  command->add_flag("--notes", *notes, "show the notes of each revision");
  command->footer("Who: only ClearDeck writes that into the history; Helm itself does not know it.");
  command->callback([&env, name, pair, notes] {
    auto finding = targetOf(env, *name);
    env.exitCode =
        runToEnd(env, pair->empty() ? list(std::move(finding), *notes, env.json(), env.workers())
                                    : compare(std::move(finding), pair->at(0), pair->at(1), env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
