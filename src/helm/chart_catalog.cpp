#include "helm/chart_catalog.h"

#include "base/files.h"
#include "base/text.h"
#include "helm/chart_remote.h"
#include "helm/digest.h"
#include "net/runtime.h"

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
/// A chart itself, or a folder of charts: its archives and its sub-folders with a Chart.yaml.
std::vector<fs::path> chartsAt(const fs::path& place) {
  std::error_code failure;
  if (!fs::is_directory(place, failure) || fs::exists(place / "Chart.yaml", failure)) return {place};
  std::vector<fs::path> charts;
  for (fs::directory_iterator at(place, failure), end; !failure && at != end; at.increment(failure))
    if (at->path().extension() == ".tgz" || fs::exists(at->path() / "Chart.yaml", failure))
      charts.push_back(at->path());
  return charts;
}

Result<ChartCatalog> localCatalog(const fs::path& place, const std::string& chart) {
  ChartCatalog catalog;
  std::optional<Error> broken;
  const auto charts = chartsAt(place);
  for (const fs::path& path : charts) {
    auto read = readChart(path);
    if (!read) {
      broken = read.error();
      continue;
    }
    ChartOffer offer = chartOffer(read->metadata);
    offer.location = path.string();
    if (offer.name == chart) catalog.offers.push_back(std::move(offer));
  }
  newestFirst(catalog.offers);
  if (catalog.offers.empty() && broken) return *broken;
  if (catalog.offers.empty())
    return Error(ErrorKind::NotFound, "there is no chart " + chart + " in " + place.string())
        .withHint("Choose the folder or .tgz of a chart, or a folder of them");
  if (broken) catalog.problem = broken;
  return catalog;
}

bool isFileName(const std::string& name) {
  return !name.empty() && name[0] != '.' && name.find_first_of("/\\:") == std::string::npos && name.size() < 200;
}
}  // namespace

fs::path cacheFolder(const ChartSource& source) {
  // Whoever logs in may be shown other charts than others.
  const std::string key = sha256(source.user + "\n" + source.location).substr(7, 16);
  return files::cacheDir() / "charts" / key;
}

Result<fs::path> archivePath(const ChartSource& source, const std::string& name, const std::string& version) {
  const std::string file = name + "-" + version + ".tgz";
  if (!isFileName(file)) return Error(ErrorKind::Invalid, "\"" + name + " " + version + "\" is no chart and version");
  return cacheFolder(source) / file;
}

Result<fs::path> keepArchive(const fs::path& path, const std::string& bytes, const std::string& digest) {
  const std::string own = sha256(bytes);
  if (!digest.empty() && own != digest)
    return Error(ErrorKind::Protocol, "its digest is " + own + ", and " + digest + " was promised")
        .withHint("The archive was changed or damaged on the way: nothing of it is used. Ask who keeps the repository");
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  auto written = files::writeAtomically(path, bytes);
  if (!written) return written.error();
  return path;
}

Task<ChartCatalog> chartCatalog(ChartSource source, std::string chart, asio::any_io_executor workers) {
  if (source.kind == ChartSource::Kind::Repository) {
    Result<ChartCatalog> catalog;
    if (source.isRegistry())
      catalog = co_await registryCatalog(source, chart);
    else
      catalog = co_await repositoryCatalog(source, chart, workers);
    co_return catalog;
  }
  auto read = [place = fs::path(source.location), chart] { return localCatalog(place, chart); };
  auto work = onWorkers(workers, std::move(read));
  auto catalog = co_await std::move(work);
  co_return catalog;
}

Task<fs::path> fetchChart(ChartSource source, ChartOffer offer, asio::any_io_executor) {
  if (source.kind != ChartSource::Kind::Repository) co_return fs::path(offer.location);
  Result<fs::path> fetched;
  if (source.isRegistry())
    fetched = co_await fetchFromRegistry(source, offer);
  else
    fetched = co_await fetchFromRepository(source, offer);
  co_return fetched;
}

}  // namespace cleardeck::helm
