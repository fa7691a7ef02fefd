#include "installation/values_change.h"

#include "installation/release_history.h"

namespace cleardeck::installation {
namespace {

constexpr const char* upstreamRepository = "https://clearml.github.io/clearml-helm-charts";

Task<helm::Release> newestRelease(ValuesTools tools, Installation installation) {
  auto rows = co_await kube::list<kube::ReleaseSecret>(tools.session, kube::Scope(installation.ns));
  if (!rows) co_return rows.error();
  const auto revisions = helm::revisionsOf(*rows, installation.ns, installation.name);
  if (revisions.empty())
    co_return Error(ErrorKind::NotFound, "no release " + installation.name + " in namespace " + installation.ns)
        .withHint("It may have been uninstalled meanwhile");
  // What runs is the newest that was deployed, not a failed or pending attempt after it.
  auto deployed = revisions.front();
  for (const auto& revision : revisions)
    if (revision.status == "deployed") {
      deployed = revision;
      break;
    }
  co_return co_await helm::openRelease(tools.session, installation.ns, deployed.name, tools.workers);
}

Result<Done> isValuesText(const std::string& text) {
  auto document = yaml::Document::parse(text);
  if (!document) return document.error();
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "line 1: values must be a map").withHint("Write key: value");
  return Done();
}

// The chosen file; while it is broken, or when none is chosen, the copy that we keep; "" is what Helm stores.
std::string overridesTextOf(const helm::ReleaseKey& key, OverridesFile& file) {
  if (auto chosen = helm::chosenOverrides(key)) {
    file.path = *chosen;
    auto text = helm::readOverrides(*chosen);
    if (text) file.text = *text;
    auto good = text ? isValuesText(*text) : Result<Done>(text.error());
    if (good && !text->empty()) return *text;
    if (!good) file.problem = std::move(good.error()).during(chosen->filename().string());
  }
  auto kept = helm::loadOverrides(key);
  auto good = kept ? isValuesText(*kept) : Result<Done>(kept.error());
  if (good) return *kept;
  if (!file.problem) file.problem = std::move(good.error()).during(helm::overridesPath(key).string());
  return {};
}

}  // namespace

Task<OpenedValues> openValues(ValuesTools tools, Installation installation, std::string overridesText) {
  auto release = co_await newestRelease(tools, installation);
  if (!release) co_return release.error();
  OpenedValues opened;
  helm::ValuesBase base;
  base.overridesText = overridesTextOf(tools.key(installation), opened.file);
  auto program = co_await helm::findProgram();
  if (program) {
    opened.program = *program;
    base.rules = helm::nullRules(program->version.major, program->version.minor);
  } else {
    opened.whyNotApply = program.error();
  }
  auto chart = co_await helm::pinnedChart(opened.program, tools.charts, release->chart.name, release->chart.version,
                                          tools.workers);
  if (chart)
    base.chart = std::make_shared<const helm::Chart>(std::move(*chart));
  else if (!opened.whyNotApply)
    opened.whyNotApply = chart.error();
  base.release = std::move(*release);
  auto session = helm::ValuesSession::create(std::move(base));
  if (!session) co_return session.error();
  opened.session = std::make_shared<helm::ValuesSession>(std::move(*session));
  if (!overridesText.empty())
    if (auto taken = opened.session->replaceText(overridesText); !taken) co_return taken.error();
  co_return opened;
}

Task<helm::ManifestDiff> previewValues(ValuesTools tools, Installation installation, helm::Program program,
                                       helm::ChartRun run, std::string deployedManifest) {
  const auto target = tools.target(installation);
  co_return co_await helm::preview(program, target, run, deployedManifest, true, tools.workers);
}

Task<int> applyValues(ValuesTools tools, Installation installation, helm::Program program, helm::ChartRun run,
                      int base) {
  if (run.description.empty()) run.description = changeNote("Values changed");
  auto revision = co_await helm::applyOver(program, tools.target(installation), run, base);
  if (!revision) co_return revision.error();
  auto saved = helm::saveOverrides(tools.key(installation), run.values);
  if (!saved)
    co_return std::move(saved.error())
        .during("revision " + std::to_string(*revision) + " is deployed, but its overrides file was not kept");
  co_return *revision;
}

Result<Done> writeChosen(const OverridesFile& file, const std::string& text) {
  if (file.path.empty() || file.text == text) return Done();
  return helm::writeOverrides(file.path, text, file.text);
}

Task<Done> rollbackTo(ValuesTools tools, Installation installation, int revision) {
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  co_return co_await helm::rollback(*program, tools.target(installation), installation.name, revision, false);
}

std::vector<helm::ChartSource> chartSources(const std::filesystem::path& embedded) {
  using Kind = helm::ChartSource::Kind;
  return {helm::ChartSource(Kind::Embedded, embedded.string()),
          helm::ChartSource(Kind::Repository, upstreamRepository, "clearml")};
}

namespace {

Task<ReleaseSummary> readSummary(kube::Session session, kube::ReleaseSecret secret, asio::any_io_executor workers) {
  auto release = co_await helm::openRelease(session, secret.ns, secret.name, workers);
  if (!release) co_return release.error();
  ReleaseSummary summary;
  summary.chart = release->chart.name;
  summary.chartVersion = release->chart.version;
  summary.appVersion = release->chart.appVersion;
  summary.description = release->description;
  co_return summary;
}

}  // namespace

ReadSummary summaryReader(asio::any_io_executor workers) {
  return [workers](kube::Session session, kube::ReleaseSecret secret) { return readSummary(session, secret, workers); };
}

}  // namespace cleardeck::installation
