/// Builds the facts of a small cluster for the rules' table tests.
#pragma once
#include "installation/installation.h"

namespace cleardeck::installation {

/// 2026-01-01T12:00:00Z
extern const std::chrono::system_clock::time_point testNow;

/// A healthy installation of our chart: release "clearml", revision 2, in namespace "ml"; its objects are a day old.
Facts healthyFacts();
/// The same with the names and labels of upstream's chart 7.14.4.
Facts upstreamFacts();

kube::Pod& podOf(Facts& facts, const std::string& workload);
kube::Deployment& deployment(Facts& facts, const std::string& name);
const PartStatus& partIn(const Installation& row, Part part);

}  // namespace cleardeck::installation
