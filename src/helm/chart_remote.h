/// Repositories (index.yaml) and OCI registries, and the cache of what came from them. Internal to this room.
#pragma once
#include "helm/chart_catalog.h"

namespace cleardeck::helm {

/// <cache>/charts/<digest of the location>: what came from one source stays apart from the others.
std::filesystem::path cacheFolder(const ChartSource& source);
/// <name>-<version>.tgz in it. Errors: Invalid, a name or version that is no file name.
Result<std::filesystem::path> archivePath(const ChartSource& source, const std::string& name,
                                          const std::string& version);
/// Compares the digest ("" is none to compare with) and keeps the archive. Errors: Protocol, another digest.
Result<std::filesystem::path> keepArchive(const std::filesystem::path& path, const std::string& bytes,
                                          const std::string& digest);

/// The index, asked for with the ETag of the last one.
Task<ChartCatalog> repositoryCatalog(ChartSource source, std::string chart, asio::any_io_executor workers);
Task<std::filesystem::path> fetchFromRepository(ChartSource source, ChartOffer offer);

/// Source: OCI distribution spec 1.1 and helm.sh/docs/topics/registries. The newest tags are looked into; of the others
/// only the version is known.
Task<ChartCatalog> registryCatalog(ChartSource source, std::string chart);
/// Manifest and layer, each with the digest that its reference names.
Task<std::filesystem::path> fetchFromRegistry(ChartSource source, ChartOffer offer);

}  // namespace cleardeck::helm
