/// The versions of a chart that a source has: a folder, archives, a repository's index, a registry's tags.
#pragma once
#include "helm/chart_offer.h"
#include "helm/chart_source.h"

namespace cleardeck::helm {

/// Newest first. When a repository does not answer, what it had last and ChartCatalog::problem. Errors: nothing is
/// known of the source, or it has no such chart. Blocking work happens on `workers`.
Task<ChartCatalog> chartCatalog(ChartSource source, std::string chart, asio::any_io_executor workers);

/// The archive or folder of one offer of that source; from a repository or registry it is fetched into the user's
/// cache. Errors: Protocol, its digest is not the promised one.
Task<std::filesystem::path> fetchChart(ChartSource source, ChartOffer offer, asio::any_io_executor workers);

}  // namespace cleardeck::helm
