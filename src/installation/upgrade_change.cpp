#include "installation/upgrade_change.h"

#include "helm/digest.h"
#include "installation/release_owner.h"
#include "net/runtime.h"

namespace cleardeck::installation {
namespace {

struct FetchedChart {
  std::shared_ptr<const helm::Chart> chart;
  std::string digest;
};

Result<FetchedChart> readFetched(const std::filesystem::path& path) {
  auto chart = helm::readChart(path);
  if (!chart) return chart.error();
  auto digest = helm::chartDigest(path);
  if (!digest) return digest.error();
  FetchedChart fetched;
  fetched.chart = std::make_shared<const helm::Chart>(std::move(*chart));
  fetched.digest = std::move(*digest);
  return fetched;
}

Task<FetchedChart> fetchVersion(OpenedUpgrade opened, std::string version, asio::any_io_executor workers) {
  const auto* offer = helm::find(opened.catalog.offers, version);
  if (!offer)
    co_return Error(ErrorKind::NotFound, opened.source.location + " has no version " + version)
        .withHint("`--versions` lists those there are");
  auto path = co_await helm::fetchChart(opened.source, *offer, workers);
  if (!path) co_return path.error();
  auto read = [place = *path] { return readFetched(place); };
  auto work = onWorkers(workers, std::move(read));
  auto fetched = co_await std::move(work);
  if (!fetched) co_return fetched;
  const auto& meta = fetched->chart->meta;
  if (meta.name != offer->name || meta.version != version)
    co_return Error(ErrorKind::Protocol,
                    path->string() + " is " + meta.text() + ", not " + offer->name + "-" + version);
  co_return fetched;
}

// By the chart's own values under the overrides.
UpgradeCandidate exactCandidate(const helm::Chart& chart, const yaml::Value& overrides) {
  UpgradeCandidate candidate;
  candidate.offer = helm::chartOffer(chart.metadata);
  candidate.flavour = flavourOf(chart.metadata);
  auto effective = helm::coalesce(chart, overrides);
  const auto& facts = upgradeFacts().of(candidate.flavour);
  candidate.brings = makeupOf(facts, chart.meta, effective ? *effective : chart.values);
  return candidate;
}

UpgradeStart startOf(const Installation& installation, const helm::ValuesSession& session, std::string kubernetes) {
  UpgradeStart start;
  start.flavour = session.chart() ? flavourOf(session.chart()->metadata) : installation.flavour;
  start.chart = session.release().chart.version;
  start.kubernetes = std::move(kubernetes);
  start.now = makeupOf(upgradeFacts().of(start.flavour), session.release().chart, session.effective());
  return start;
}

Result<Done> mayBegin(const Installation& installation, const kube::ReleaseSecret& newest) {
  const auto status = helm::releaseStatus(newest.status);
  if (status == helm::ReleaseStatus::Deployed) return Done();
  return Error(ErrorKind::Conflict,
               installation.name + ": revision " + std::to_string(newest.revision) + " is " + newest.status)
      .withHint("See what is so and put it right first: cleardeckctl repair " + installation.name);
}

}  // namespace

helm::ChartSource usualSource(const ValuesTools& tools, const Installation& installation) {
  if (auto kept = helm::rememberedSource(tools.key(installation), installation.release.chart)) return *kept;
  const bool ours = installation.flavour == Flavour::ClearDeck;
  for (const auto& source : tools.charts)
    if ((source.kind == helm::ChartSource::Kind::Embedded) == ours) return source;
  return tools.charts.front();
}

Task<OpenedUpgrade> openUpgrade(UpgradeTools tools, Installation installation, helm::ChartSource source) {
  auto rows = co_await revisionRows(tools.values.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  if (auto begin = mayBegin(installation, rows->front()); !begin) co_return begin.error();
  auto values = co_await openValues(tools.values, installation, std::string());
  if (!values) co_return values.error();
  OpenedUpgrade opened;
  opened.session = values->session;
  opened.program = values->program;
  if (opened.program.path.empty()) opened.missing = values->whyNotApply;
  opened.source = source;
  auto catalog = co_await helm::chartCatalog(source, opened.session->release().chart.name, tools.values.workers);
  if (!catalog) co_return catalog.error();
  opened.catalog = std::move(*catalog);
  auto kubernetes = co_await kube::serverVersion(tools.values.session);
  opened.start = startOf(installation, *opened.session, kubernetes ? *kubernetes : std::string());
  auto owner = co_await releaseOwner(tools.values.session, installation.ns, installation.name);
  if (!owner) co_return owner.error();
  opened.owner = std::move(*owner);
  co_return opened;
}

Task<UpgradePlan> planUpgradeTo(OpenedUpgrade opened, std::string version, asio::any_io_executor workers) {
  const auto& overrides = opened.session->overrides();
  std::vector<UpgradeCandidate> candidates;
  Flavour flavour = opened.start.flavour;
  if (helm::find(opened.catalog.offers, version)) {
    auto fetched = co_await fetchVersion(opened, version, workers);
    if (!fetched) co_return fetched.error();
    candidates.push_back(exactCandidate(*fetched->chart, overrides));
    flavour = candidates.front().flavour;
  }
  for (const auto& offer : opened.catalog.offers)
    if (offer.version != version) candidates.push_back(candidateOf(upgradeFacts(), offer, flavour, overrides));
  co_return planUpgrade(upgradeFacts(), opened.start, candidates, version);
}

namespace {

helm::RebaseBase rebaseBase(const helm::ValuesSession& session, const helm::Chart& chart, Flavour flavour) {
  helm::RebaseBase base;
  base.oldChart = session.release().chart.text();
  base.newChart = chart.meta.text();
  base.oldDefaults = session.defaults();
  base.newDefaults = helm::allDefaults(chart);
  base.renames = renamesBetween(upgradeFacts().of(flavour), session.release().chart.version, chart.meta.version);
  base.opaque = helm::missingSubcharts(chart);
  return base;
}

Result<std::string> withSets(std::string text, const std::vector<std::string>& sets) {
  if (sets.empty()) return text;
  auto document = yaml::Document::parse(std::move(text));
  if (!document) return document.error();
  for (const std::string& set : sets) {
    const auto equals = set.find('=');
    auto path = yaml::parsePath(set.substr(0, equals));
    if (!path) return path.error();
    if (equals == set.npos)
      return Error(ErrorKind::Invalid, "no value in \"" + set + "\"").withHint("Write PATH=VALUE");
    auto value = yaml::parse(set.substr(equals + 1));
    if (!value) return value.error();
    if (auto edited = document->set(*path, *value); !edited) return edited.error();
  }
  return document->text();
}

// The table of versions may have promised another makeup than the chart has.
Result<Done> stillLegal(const OpenedUpgrade& opened, const helm::Chart& chart) {
  const auto exact = exactCandidate(chart, opened.session->overrides());
  const auto plan = planUpgrade(upgradeFacts(), opened.start, {exact}, chart.meta.version);
  if (!plan.steps.empty()) return Done();
  return Error(ErrorKind::Conflict, "the step to " + chart.meta.version + " is refused: " + plan.refusal)
      .withHint(plan.hint);
}

Result<helm::Rebase> newOverrides(const OpenedUpgrade& opened, const helm::Chart& chart, const StepWishes& wishes) {
  if (wishes.wholeText.empty()) {
    auto rebased = helm::rebase(rebaseBase(*opened.session, chart, opened.start.flavour), opened.session->text(),
                                wishes.decisions);
    if (!rebased) return rebased;
    auto text = withSets(rebased->text, wishes.sets);
    if (!text) return text.error();
    rebased->text = std::move(*text);
    return rebased;
  }
  helm::Rebase own;
  auto text = withSets(wishes.wholeText, wishes.sets);
  if (!text) return text.error();
  own.text = std::move(*text);
  return own;
}

}  // namespace

std::string stepDescription(const UpgradeStep& step, const std::string& note) {
  return changeNote("Upgrade " + step.from + " to " + step.to + (note.empty() ? "" : ", ") + note);
}

Task<StepProposal> proposeStep(UpgradeTools tools, Installation installation, OpenedUpgrade opened, UpgradeStep step,
                               StepWishes wishes) {
  if (opened.missing) co_return *opened.missing;
  auto fetched = co_await fetchVersion(opened, step.to, tools.values.workers);
  if (!fetched) co_return fetched.error();
  if (auto legal = stillLegal(opened, *fetched->chart); !legal) co_return legal.error();
  StepProposal proposal;
  proposal.step = std::move(step);
  proposal.chart = fetched->chart;
  proposal.chartDigest = fetched->digest;
  auto overrides = newOverrides(opened, *fetched->chart, wishes);
  if (!overrides) co_return overrides.error();
  proposal.overrides = std::move(*overrides);
  auto user = yaml::parse(proposal.overrides.text);
  if (!user) co_return user.error();
  if (auto effective = helm::coalesce(*proposal.chart, *user))
    proposal.vanished = vanishedImages(upgradeFacts().of(opened.start.flavour), *effective);
  proposal.base = opened.session->release().revision;
  proposal.run.release = installation.name;
  proposal.run.chart = proposal.chart->path;
  proposal.run.version = proposal.chart->meta.version;
  proposal.run.values = proposal.overrides.text;
  proposal.run.wait = true;
  proposal.run.timeout = wishes.timeout;
  proposal.run.description = stepDescription(proposal.step, wishes.note);
  auto diff = co_await previewValues(tools.values, installation, opened.program, proposal.run,
                                     opened.session->release().manifest);
  if (diff)
    proposal.diff = std::move(*diff);
  else
    proposal.diffProblem = diff.error();
  co_return proposal;
}

}  // namespace cleardeck::installation
