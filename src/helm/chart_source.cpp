#include "helm/chart_source.h"

#include "base/files.h"
#include "helm/chart_remote.h"
#include "helm/web_file.h"
#include "net/runtime.h"

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
struct Wanted {
  Wanted(std::string n, std::string v) : name(std::move(n)), version(std::move(v)) {}
  std::string name, version;
  std::string text() const { return name + "-" + version; }
};

/// The chart at `path` when it is the wanted one; an Error that says what it is instead.
Result<Chart> readExactly(const fs::path& path, const Wanted& wanted) {
  auto chart = readChart(path);
  if (!chart) return chart;
  if (chart->meta.name == wanted.name && chart->meta.version == wanted.version) return chart;
  return Error(ErrorKind::NotFound, path.string() + " is " + chart->meta.text());
}

Task<Chart> readOnWorker(fs::path path, Wanted wanted, asio::any_io_executor workers) {
  auto read = [path, wanted] { return readExactly(path, wanted); };
  auto work = onWorkers(workers, std::move(read));
  auto chart = co_await std::move(work);
  co_return chart;
}

/// From the user's cache, else fetched into it.
Task<Chart> fromRepository(ChartSource source, Wanted wanted, asio::any_io_executor workers) {
  auto archive = archivePath(source, wanted.name, wanted.version);
  if (!archive) co_return archive.error();
  std::error_code failure;
  if (fs::exists(*archive, failure)) {
    auto cached = co_await readOnWorker(*archive, wanted, workers);
    if (cached) co_return cached;
    fs::remove(*archive, failure);
  }
  auto catalog = co_await chartCatalog(source, wanted.name, workers);
  if (!catalog) co_return catalog.error();
  const ChartOffer* offer = find(catalog->offers, wanted.version);
  if (!offer) {
    if (catalog->problem) co_return *catalog->problem;
    co_return Error(ErrorKind::NotFound, source.location + " has no " + wanted.text());
  }
  auto fetched = co_await fetchChart(source, *offer, workers);
  if (!fetched) co_return fetched.error();
  auto chart = co_await readOnWorker(*fetched, wanted, workers);
  co_return chart;
}

/// A folder or archive, or the right one in a folder of them.
Task<Chart> fromFiles(ChartSource source, Wanted wanted, asio::any_io_executor workers) {
  auto chart = co_await readOnWorker(source.location, wanted, workers);
  if (chart || fs::exists(fs::path(source.location) / "Chart.yaml") || !fs::is_directory(source.location))
    co_return chart;
  auto catalog = co_await chartCatalog(source, wanted.name, workers);
  if (!catalog) co_return catalog.error();
  const ChartOffer* offer = find(catalog->offers, wanted.version);
  if (!offer) co_return Error(ErrorKind::NotFound, source.location + " has no " + wanted.text());
  auto found = co_await readOnWorker(offer->location, wanted, workers);
  co_return found;
}
}  // namespace

Result<ChartSource> chartSource(const std::string& text, const std::string& chart) {
  using Kind = ChartSource::Kind;
  if (text.rfind("oci://", 0) == 0 || text.rfind("https://", 0) == 0) return ChartSource(Kind::Repository, text, chart);
  if (text.rfind("http://", 0) == 0) {
    if (isLoopback(text)) return ChartSource(Kind::Repository, text, chart);
    return Error(ErrorKind::Invalid, text + " has no TLS: anybody on the way could change the chart")
        .withHint("Use https://, or download the chart and give its file");
  }
  std::error_code failure;
  if (!fs::exists(text, failure))
    return Error(ErrorKind::NotFound, "there is no " + text)
        .withHint("Give a chart's folder, a .tgz, https:// of a repository, or oci:// of a registry");
  return ChartSource(Kind::File, fs::absolute(text, failure).string(), chart);
}

Task<Chart> pinnedChart(Program, std::vector<ChartSource> sources, std::string name, std::string version,
                        asio::any_io_executor workers) {
  Wanted wanted(std::move(name), std::move(version));
  std::string tried;
  for (const ChartSource& source : sources) {
    Result<Chart> chart;
    if (source.kind == ChartSource::Kind::Repository) {
      chart = co_await fromRepository(source, wanted, workers);
    } else {
      chart = co_await fromFiles(source, wanted, workers);
    }
    if (chart) co_return chart;
    if (chart.error().kind == ErrorKind::Cancelled) co_return chart;
    tried += (tried.empty() ? "" : "; ") + chart.error().message;
  }
  co_return Error(ErrorKind::NotFound, "chart " + wanted.text() + ", which is deployed, is not at hand" +
                                           (tried.empty() ? "" : ": " + tried))
      .withHint("Choose its folder or .tgz, or a repository that has it. Another version is not used in its place");
}

}  // namespace cleardeck::helm
