// Steps and outcomes of a version upgrade, in words and as JSON.
#include "app/ctl/plan.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

nlohmann::json asJson(const installation::Makeup& makeup) {
  return {{"clearml", makeup.clearml},
          {"mongodb", makeup.mongodb},
          {"elasticsearch", makeup.elasticsearch},
          {"redis", makeup.redis}};
}

void list(const std::string& title, const std::vector<std::string>& lines) {
  if (!lines.empty()) print("  " + title + ":");
  for (const auto& line : lines) print("  - " + line);
}

}  // namespace

nlohmann::json stepJson(const installation::UpgradeStep& step) {
  return {{"from", step.from},
          {"to", step.to},
          {"before", asJson(step.before)},
          {"after", asJson(step.after)},
          {"reasons", step.reasons},
          {"restarts", step.restarts},
          {"noWayBack", step.noWayBack},
          {"doBefore", step.doBefore},
          {"doAfter", step.doAfter},
          {"notes", step.notes}};
}

nlohmann::json outcomeJson(const installation::StepOutcome& outcome) {
  return {{"revision", outcome.revision},
          {"chart", outcome.after.release.chartVersion},
          {"health", std::string(name(outcome.after.health.word))},
          {"reason", outcome.after.health.sentence},
          {"answers", outcome.answers},
          {"notices", outcome.notices}};
}

void showStep(const installation::UpgradeStep& step) {
  print("Step " + step.from + " → " + step.to + (step.reasons.empty() ? "" : ": " + text::join(step.reasons, ", ")));
  list("before it", step.doBefore);
  if (!step.restarts.empty()) print("  restarts: " + text::join(step.restarts, ", "));
  list("no way back", step.noWayBack);
  list("after it", step.doAfter);
  list("good to know", step.notes);
}

int showOutcome(const installation::StepOutcome& outcome, bool json) {
  const bool well = outcome.after.health.word == installation::HealthWord::Healthy;
  if (json) {
    print(outcomeJson(outcome));
  } else {
    print("Revision " + std::to_string(outcome.revision) + ": " + std::string(name(outcome.after.health.word)) + ". " +
          outcome.after.health.sentence);
    if (!outcome.answers.empty()) print("The web server answers as version " + outcome.answers + ".");
    for (const auto& notice : outcome.notices) print("- " + notice);
  }
  return well ? Good : Unhealthy;
}

}  // namespace cleardeck::app::ctl
