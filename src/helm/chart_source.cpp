#include "helm/chart_source.h"

#include "base/files.h"
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

Invocation pullInvocation(const ChartSource& source, const Wanted& wanted, const fs::path& folder) {
  Invocation invocation;
  bool oci = source.location.rfind("oci://", 0) == 0;
  invocation.what = "fetch chart " + wanted.text() + " from " + source.location;
  invocation.arguments = {"pull", oci ? source.location : source.name};
  if (!oci) invocation.arguments.insert(invocation.arguments.end(), {"--repo", source.location});
  invocation.arguments.insert(invocation.arguments.end(),
                              {"--version", wanted.version, "--destination", folder.string()});
  invocation.timeout = std::chrono::seconds(180);
  return invocation;
}

/// From the user's cache, else pulled into it.
Task<Chart> fromRepository(Program program, ChartSource source, Wanted wanted, asio::any_io_executor workers) {
  fs::path folder = files::cacheDir() / "charts";
  fs::path archive = folder / (wanted.text() + ".tgz");
  std::error_code failure;
  if (fs::exists(archive, failure)) {
    auto cached = co_await readOnWorker(archive, wanted, workers);
    if (cached) co_return cached;
    fs::remove(archive, failure);
  }
  fs::create_directories(folder, failure);
  if (failure) co_return Error(ErrorKind::Internal, "make " + folder.string() + ": " + failure.message());
  Target nowhere;
  Invocation pull = pullInvocation(source, wanted, folder);
  auto pulled = co_await invoke(program, nowhere, std::move(pull));
  if (!pulled) co_return pulled.error();
  auto chart = co_await readOnWorker(archive, wanted, workers);
  co_return chart;
}
}  // namespace

Task<Chart> pinnedChart(Program program, std::vector<ChartSource> sources, std::string name, std::string version,
                        asio::any_io_executor workers) {
  Wanted wanted(std::move(name), std::move(version));
  std::string tried;
  for (const ChartSource& source : sources) {
    Result<Chart> chart;
    if (source.kind == ChartSource::Kind::Repository) {
      chart = co_await fromRepository(program, source, wanted, workers);
    } else {
      chart = co_await readOnWorker(source.location, wanted, workers);
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
