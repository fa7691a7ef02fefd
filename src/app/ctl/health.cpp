// cleardeckctl health NAME: one word, one sentence, every part, and what to do.
#include "app/ctl/command.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using installation::HealthWord;
using installation::PartState;

const char* word(PartState state) {
  switch (state) {
    case PartState::Ok: return "ok";
    case PartState::Warn: return "warn";
    case PartState::Bad: return "bad";
    case PartState::Busy: return "busy";
    case PartState::Off: return "off";
    case PartState::Unknown: return "unknown";
  }
  return "unknown";
}

nlohmann::json asJson(const installation::Installation& row) {
  nlohmann::json parts = nlohmann::json::array(), findings = nlohmann::json::array();
  for (const auto& part : row.parts)
    parts.push_back({{"part", std::string(name(part.part))},
                     {"state", word(part.state)},
                     {"workload", part.workload},
                     {"ready", part.ready},
                     {"desired", part.desired},
                     {"reason", part.reason}});
  for (const auto& finding : row.health.findings)
    findings.push_back({{"severity", word(finding.severity)},
                        {"part", finding.part},
                        {"title", finding.title},
                        {"evidence", finding.evidence},
                        {"nextStep", finding.nextStep}});
  return {{"name", row.name},
          {"namespace", row.ns},
          {"context", row.context},
          {"health", std::string(name(row.health.word))},
          {"reason", row.health.sentence},
          {"from", row.health.from},
          {"to", row.health.to},
          {"parts", parts},
          {"findings", findings}};
}

void show(const installation::Installation& row) {
  print(fmt::format("{}: {}. {}", row.name, name(row.health.word), row.health.sentence));
  for (const auto& part : row.parts)
    print(fmt::format("  {:<14} {:<8} {:<22} {}", name(part.part), word(part.state), part.summary, part.workload));
  for (const auto& finding : row.health.findings)
    print(fmt::format("- {}: {}\n  {}", finding.title, finding.evidence, finding.nextStep));
}

Task<int> run(Task<Target> finding, bool json) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto& row = target->chosen.row;
  if (json)
    print(asJson(row));
  else
    show(row);
  const bool well = row.health.word == HealthWord::Healthy || row.health.word == HealthWord::Updating;
  co_return well ? Good : Unhealthy;
}

// A line whenever the health changes, until interrupted.
Task<int> watch(Task<Target> finding, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  auto last = std::make_shared<std::pair<HealthWord, std::string>>(HealthWord::Unknown, "");
  auto sink = [last, json, uid = target->chosen.row.uid](Changes<installation::Installation> changes) {
    for (const auto& row : changes.upserts) {
      const std::pair now(row.health.word, row.health.sentence);
      if (row.uid != uid || row.state.freshness == Freshness::Syncing || now == *last) continue;
      *last = now;
      const std::string word(name(row.health.word));
      if (json) print(nlohmann::json{{"health", word}, {"reason", row.health.sentence}});
      else print(word + ". " + row.health.sentence);
    }
  };
  auto watching = installation::watchInstallations(*target->chosen.hub, installation::summaryReader(workers), sink);
  auto ended = co_await std::move(watching);
  co_return ended ? Result<int>(Good) : Result<int>(ended.error());
}

}  // namespace

void addHealth(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("health", "health of one installation, part by part; exit code 3 when unhealthy");
  auto wanted = std::make_shared<std::string>();
  command->add_option("NAME", *wanted, "of the installation")->required();
  auto follow = std::make_shared<bool>(false);
  command->add_flag("--watch", *follow, "a line whenever it changes, until interrupted");
  command->callback([&env, wanted, follow] {
    auto finding = targetOf(env, *wanted);
    env.exitCode = runToEnd(env, *follow ? watch(std::move(finding), env.json(), env.workers())
                                         : run(std::move(finding), env.json()));
  });
}

}  // namespace cleardeck::app::ctl
