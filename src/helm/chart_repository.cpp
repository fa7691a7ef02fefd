#include "base/files.h"
#include "helm/chart_remote.h"
#include "helm/digest.h"
#include "helm/web_file.h"
#include "net/runtime.h"

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t maxIndex = 64u << 20;

std::string withSlash(const std::string& location) {
  return location.empty() || location.back() != '/' ? location + "/" : location;
}

/// The last index and its ETag; both "" when there is none.
struct KeptIndex {
  std::string text, etag;
};

KeptIndex keptIndex(const ChartSource& source) {
  KeptIndex kept;
  auto text = files::read(cacheFolder(source) / "index.yaml");
  if (!text) return kept;
  kept.text = std::move(*text);
  if (auto etag = files::read(cacheFolder(source) / "index.etag")) kept.etag = std::move(*etag);
  return kept;
}

/// The ETag goes first and comes back last: an index is never taken for a newer one than it is.
void keepIndex(const ChartSource& source, const std::string& text, const std::string& etag) {
  const fs::path folder = cacheFolder(source);
  std::error_code failure;
  fs::create_directories(folder, failure);
  fs::remove(folder / "index.etag", failure);
  // A cache that cannot be written costs time, not correctness.
  if (!files::writeAtomically(folder / "index.yaml", text, 0600)) return;
  if (!etag.empty()) (void)files::writeAtomically(folder / "index.etag", etag, 0600).has_value();
}

WebFile indexFile(const ChartSource& source, const KeptIndex& kept) {
  WebFile file(withSlash(source.location) + "index.yaml");
  file.user = source.user;
  file.password = source.password;
  file.limit = maxIndex;
  file.gzip = true;
  if (!kept.etag.empty()) file.headers.add("If-None-Match", kept.etag);
  return file;
}

/// The text of the index as it is now; `kept` when the server says that it has not changed.
Task<std::string> askIndex(ChartSource source, KeptIndex kept) {
  WebFile file = indexFile(source, kept);
  const std::string what = "the index of " + source.location;
  auto answer = co_await getFile(std::move(file));
  if (!answer) co_return std::move(answer.error()).during(what);
  if (answer->head.status == 304 && !kept.text.empty()) co_return kept.text;
  if (answer->head.status != 200) co_return webFailure(what, *answer);
  keepIndex(source, answer->body, std::string(answer->head.headers.find("ETag").value_or("")));
  co_return std::move(answer->body);
}

/// Only then the last index helps: a login that is refused must not look like an old answer.
bool isUnreachable(const Error& error) {
  return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Tls ||
         error.httpStatus >= 500;
}
}  // namespace

Task<ChartCatalog> repositoryCatalog(ChartSource source, std::string chart, asio::any_io_executor workers) {
  ChartCatalog catalog;
  KeptIndex kept = keptIndex(source);
  auto text = co_await askIndex(source, kept);
  if (!text) {
    if (kept.text.empty() || !isUnreachable(text.error())) co_return text.error();
    catalog.problem = text.error();
    text = kept.text;
  }
  auto read = [index = std::move(*text), chart] { return readIndex(index, chart); };
  auto work = onWorkers(workers, std::move(read));
  auto offers = co_await std::move(work);
  if (!offers) co_return std::move(offers.error()).during(source.location);
  catalog.offers = std::move(*offers);
  co_return catalog;
}

Task<fs::path> fetchFromRepository(ChartSource source, ChartOffer offer) {
  auto path = archivePath(source, offer.name, offer.version);
  if (!path) co_return path.error();
  const std::string what = "fetch chart " + offer.name + "-" + offer.version;
  if (offer.location.rfind("oci://", 0) == 0) {  // an index may point into a registry
    ChartSource registry = source;
    registry.location = offer.location.substr(0, offer.location.rfind(':'));
    auto fetched = co_await fetchFromRegistry(registry, offer);
    co_return fetched;
  }
  WebFile file(absoluteUrl(withSlash(source.location), offer.location));
  if (file.url.rfind(source.location.substr(0, source.location.find('/', 8)), 0) == 0) {  // only for its own host
    file.user = source.user;
    file.password = source.password;
  }
  auto answer = co_await getFile(std::move(file));
  if (!answer) co_return std::move(answer.error()).during(what);
  if (answer->head.status != 200) co_return webFailure(what, *answer);
  auto kept = keepArchive(*path, answer->body, offer.digest);
  if (!kept) co_return std::move(kept.error()).during(what);
  co_return *kept;
}

}  // namespace cleardeck::helm
