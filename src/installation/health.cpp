#include "installation/health.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

const PartStatus& at(const std::vector<PartStatus>& parts, Part part) { return parts.at(std::size_t(part)); }

// Worst first.
int rank(PartState state) {
  switch (state) {
    case PartState::Bad: return 0;
    case PartState::Warn: return 1;
    case PartState::Busy: return 2;
    case PartState::Unknown: return 3;
    case PartState::Off: return 4;
    case PartState::Ok: return 5;
  }
  return 5;
}

bool needsWork(const std::vector<PartStatus>& parts, Part part) {
  const auto& list = needs(part);
  return std::all_of(list.begin(), list.end(),
                     [&](Part other) { return rank(at(parts, other).state) > rank(PartState::Bad); });
}

// Of the parts in the worst state the one whose own needs are met; databases and services before the ingress.
const PartStatus* root(const std::vector<PartStatus>& parts, PartState worst) {
  const PartStatus* first = nullptr;
  for (Part part : chain) {
    const PartStatus& status = at(parts, part);
    if (status.state != worst) continue;
    if (needsWork(parts, part)) return &status;
    if (!first) first = &status;
  }
  return first;
}

std::string linkText(const Health& health) {
  return health.from.empty() ? health.to : health.from + " to " + health.to;
}

void name(Health& health, const std::vector<PartStatus>& parts, const PartStatus& broken) {
  health.to = name(broken.part);
  const auto from = caller(broken.part);
  // A door that is not there cannot be the near end of the link.
  if (from && at(parts, *from).state != PartState::Off) health.from = name(*from);
}

void findParts(Health& health, const std::vector<PartStatus>& parts) {
  for (const auto& status : parts) {
    if (status.reason.empty()) continue;
    Finding finding;
    finding.severity = status.state;
    finding.part = name(status.part);
    finding.title = finding.part + (status.state == PartState::Bad    ? " does not work"
                                    : status.state == PartState::Busy ? " is starting"
                                                                      : " needs a look");
    finding.evidence = status.reason;
    finding.nextStep = status.nextStep;
    health.findings.push_back(std::move(finding));
  }
}

void findRelease(Health& health, const std::string& status, const ReleaseSummary& release) {
  if (!release.problem.empty()) {
    Finding unreadable;
    unreadable.title = "The release Secret cannot be read";
    unreadable.evidence = release.problem;
    unreadable.nextStep = "Check it with helm history; a rollback to an older revision writes a new one";
    health.findings.push_back(std::move(unreadable));
  }
  Finding finding;
  if (status == "failed") {
    finding.severity = PartState::Warn;
    finding.title = "The last Helm operation failed";
    finding.evidence = release.description;
    finding.nextStep = "History says what failed and offers the way back";
  } else if (status.rfind("pending-", 0) == 0) {
    finding.severity = PartState::Busy;
    finding.title = "A Helm operation is under way";
    finding.evidence = "The release is " + status;
    finding.nextStep = "If nobody runs helm now, it was cut off: History offers the repair";
  } else {
    return;
  }
  health.findings.push_back(std::move(finding));
}

// Worst first; among equals the root cause, because mending it may mend the rest.
void sortFindings(Health& health) {
  const auto key = [&health](const Finding& finding) {
    return std::pair(rank(finding.severity), health.to.empty() || finding.part != health.to);
  };
  std::stable_sort(health.findings.begin(), health.findings.end(),
                   [&key](const auto& a, const auto& b) { return key(a) < key(b); });
}

HealthWord wordFor(PartState worst) {
  switch (worst) {
    case PartState::Bad: return HealthWord::Broken;
    case PartState::Warn: return HealthWord::Degraded;
    case PartState::Busy: return HealthWord::Updating;
    case PartState::Unknown: return HealthWord::Unknown;
    case PartState::Off:
    case PartState::Ok: return HealthWord::Healthy;
  }
  return HealthWord::Unknown;
}

int count(const std::vector<PartStatus>& parts, PartState state) {
  return int(std::count_if(parts.begin(), parts.end(), [state](const auto& part) { return part.state == state; }));
}

std::string healthySentence(const std::vector<PartStatus>& parts) {
  const int there = int(parts.size()) - count(parts, PartState::Off);
  return std::to_string(count(parts, PartState::Ok)) + " of " + std::to_string(there) + " parts are ready.";
}

}  // namespace

std::string_view name(HealthWord word) {
  switch (word) {
    case HealthWord::Healthy: return "Healthy";
    case HealthWord::Updating: return "Updating";
    case HealthWord::Degraded: return "Degraded";
    case HealthWord::Broken: return "Broken";
    case HealthWord::Paused: return "Paused";
    case HealthWord::Unknown: return "Unknown";
  }
  return "Unknown";
}

Health assess(const std::vector<PartStatus>& parts, const std::string& helmStatus, const ReleaseSummary& release) {
  Health health;
  findParts(health, parts);
  findRelease(health, helmStatus, release);
  PartState worst = PartState::Ok;
  for (const auto& part : parts)
    if (rank(part.state) < rank(worst)) worst = part.state;
  health.word = wordFor(worst);
  if (at(parts, Part::Apiserver).summary == "scaled to 0" && rank(worst) > rank(PartState::Warn)) {
    health.word = HealthWord::Paused;
    health.sentence = "Scaled to zero on purpose.";
  } else if (worst == PartState::Unknown) {
    health.sentence = "Pods may not be listed, so health cannot be told.";
  } else if (rank(worst) <= rank(PartState::Busy)) {
    const PartStatus& broken = *root(parts, worst);
    name(health, parts, broken);
    health.sentence =
        (worst == PartState::Busy ? "Waiting for " + health.to : "First broken link: " + linkText(health)) + ". " +
        broken.reason + ".";
  } else if (!health.findings.empty()) {
    sortFindings(health);
    health.word = health.findings.front().severity == PartState::Busy ? HealthWord::Updating : HealthWord::Degraded;
    health.sentence = health.findings.front().title + ". " + health.findings.front().evidence;
  } else {
    health.sentence = healthySentence(parts);
  }
  sortFindings(health);
  return health;
}

}  // namespace cleardeck::installation