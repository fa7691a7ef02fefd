#include "installation/setup_plan.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

constexpr const char* labelCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";

std::string quoted(const std::string& argument) {
  const bool plain = !argument.empty() && argument.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_-./:=@%+,") == std::string::npos;
  return plain ? argument : "'" + text::replaceAll(argument, "'", "'\\''") + "'";
}

// A user's text within a message: one line, not too long.
std::string shown(const std::string& text) {
  std::string line = text.substr(0, 80);
  std::replace_if(line.begin(), line.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  return "\"" + line + "\"";
}

Error refusal(const std::string& what, const std::string& name, const std::string& why) {
  return Error(ErrorKind::Invalid, what + ": " + shown(name) + " " + why);
}

// Why it is no RFC 1123 label; "" when it is one.
std::string labelProblem(const std::string& label) {
  if (label.empty()) return "is empty";
  if (label.size() > 63) return "has more than 63 characters";
  if (label.find_first_not_of(labelCharacters) != std::string::npos)
    return "may have small letters, digits and - only";
  if (label.front() == '-' || label.back() == '-') return "must begin and end with a letter or digit";
  return {};
}

// Labels with dots between them.
std::string subdomainProblem(const std::string& name) {
  if (name.empty()) return "is empty";
  if (name.size() > 253) return "has more than 253 characters";
  for (const auto& label : text::split(name, '.')) {
    if (label.empty()) return "has an empty part between its dots";
    if (auto problem = labelProblem(label); !problem.empty())
      return label == name ? problem : "has the part " + shown(label) + ", which " + problem;
  }
  return {};
}

Result<Done> judged(const std::string& what, const std::string& name, const std::string& problem) {
  if (problem.empty()) return Done();
  return refusal(what, name, problem);
}

}  // namespace

std::string PlannedCommand::line() const {
  std::vector<std::string> words;
  for (const auto& argument : arguments) words.push_back(quoted(argument));
  return text::join(words, " ");
}

std::string scriptOf(const std::vector<PlannedCommand>& commands) {
  std::string script = "#!/bin/sh\nset -eu\ncd \"$(dirname \"$0\")\"\n";
  for (const auto& command : commands)
    script += "\n# " + command.about + "\n" + command.line() + (command.mayFail ? " || true" : "") + "\n";
  return script;
}

Result<Done> checkDnsName(const std::string& what, const std::string& name) {
  if (name.find("://") != name.npos)
    return refusal(what, name, "has a scheme").withHint("Give the name alone, as clearml.example.com");
  if (name.find_first_of(":/") != name.npos)
    return refusal(what, name, "has a port or a path").withHint("Give the name alone, as clearml.example.com");
  if (auto problem = subdomainProblem(name); !problem.empty()) return refusal(what, name, problem);
  if (name.find('.') == name.npos)
    return refusal(what, name, "is a single word, and browsers keep no cookies for all hosts of such a domain")
        .withHint("Use a name with a dot, as clearml.internal");
  const auto last = name.substr(name.rfind('.') + 1);
  if (std::all_of(last.begin(), last.end(), [](unsigned char c) { return std::isdigit(c); }))
    return refusal(what, name, "is an address, not a name").withHint("app., api. and files. are put before it");
  return Done();
}

Result<Done> checkObjectName(const std::string& what, const std::string& name) {
  return judged(what, name, subdomainProblem(name));
}

Result<Done> checkLabel(const std::string& what, const std::string& name) {
  return judged(what, name, labelProblem(name));
}

Result<Done> checkReleaseName(const std::string& name) {
  if (name.size() > 53) return refusal("--release", name, "has more than 53 characters, which Helm refuses");
  return judged("--release", name, labelProblem(name));
}

}  // namespace cleardeck::installation
