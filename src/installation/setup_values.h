/// A values file with comments, written from settings. Internal to the set-up plans.
#pragma once
#include "installation/setup_plan.h"
#include "yaml/value.h"

#include <string>
#include <vector>

namespace cleardeck::installation {

/// One value that a plan wants, and why.
struct Setting {
  Setting(std::string p, yaml::Value v, std::string c = std::string(), std::string o = std::string())
      : path(std::move(p)), value(std::move(v)), comment(std::move(c)), option(std::move(o)) {}
  std::string path;  ///< "ingress.domain"
  yaml::Value value;
  std::string comment;  ///< one line of ours, never a user's text
  std::string option;   ///< what asked for it, for the refusal: "--gateway"
};

/// Settings that differ from the chart's defaults. Errors: Invalid, the chart has no such value: it is another chart or
/// an older one.
Result<std::vector<Setting>> differing(const std::vector<Setting>& settings, const yaml::Value& defaults);

/// The settings as one tree.
yaml::Value treeOf(const std::vector<Setting>& settings);

/// The values file: `head` as comment lines, then the settings in their order, nested, each below its comment.
/// Errors: Internal, the text would not mean the settings.
Result<std::string> valuesText(const std::string& head, const std::vector<Setting>& settings);

}  // namespace cleardeck::installation
