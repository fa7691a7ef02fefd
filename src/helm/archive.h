/// The files of a chart, from a folder or a .tgz, by their path within the chart. Internal to this room.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <map>
#include <string>

namespace cleardeck::helm {

/// Only what ClearDeck reads of a chart: metadata, values, schema, README, and all of charts/.
using ChartFiles = std::map<std::string, std::string>;

Result<ChartFiles> readFolder(const std::filesystem::path& folder);
/// `bytes` of a .tgz whose only folder is the chart.
Result<ChartFiles> readArchive(const std::string& bytes);

}  // namespace cleardeck::helm
