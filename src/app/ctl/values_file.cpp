#include "app/ctl/values_file.h"

#include "base/files.h"
#include "helm/diff.h"
#include "helm/values_origin.h"
#include "yaml/yaml.h"

#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using yaml::Document;
using yaml::Path;

Result<std::string> inputOf(const std::string& file) {
  if (file != "-") return files::read(file);
  return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

// A value is YAML text, as in the file itself: 2 is a number, "2" in quotes is text, {a: 1} a map.
Result<yaml::Value> valueOf(const std::string& text) {
  if (text.empty())
    return Error(ErrorKind::Invalid, "the value is empty").withHint("Write '\"\"' for an empty text, null for null");
  auto equals = text.find('=');
  bool pair = equals != 0 && equals != text.npos &&
              text.find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-[]") == equals;
  if (pair)
    return Error(ErrorKind::Invalid, "\"" + text + "\" looks like PATH=VALUE")
        .withHint("With --file write PATH VALUE, and a text with = in quotes; the overrides of an installation are -f");
  auto value = yaml::parse(text);
  if (!value) return std::move(value.error()).during("the value");
  return value;
}

yaml::Sharing sharingOf(const FileEdit& edit) {
  if (edit.shared == "all") return yaml::Sharing::ChangeAll;
  return edit.shared == "detach" ? yaml::Sharing::Detach : yaml::Sharing::Refuse;
}

/// "list" appends, "list[2]" inserts before that item; a list that is not there yet is made.
Result<yaml::Edit> insert(Document& document, Path path, const yaml::Value& value) {
  auto* index = path.empty() ? nullptr : std::get_if<std::size_t>(&path.back());
  if (index) {
    std::size_t at = *index;
    path.pop_back();
    return document.insert(path, at, value);
  }
  const yaml::Value* list = yaml::find(document.value(), path);
  if (!list || list->is_null()) return document.set(path, yaml::Value::array({value}));
  return document.insert(path, list->is_array() ? list->size() : 0, value);
}

Result<yaml::Edit> move(Document& document, const Path& from, const Path& to) {
  auto* a = from.empty() ? nullptr : std::get_if<std::size_t>(&from.back());
  auto* b = to.empty() ? nullptr : std::get_if<std::size_t>(&to.back());
  if (!a || !b) return document.move(from, to);
  Path list(from.begin(), from.end() - 1);
  if (list != Path(to.begin(), to.end() - 1))
    return Error(ErrorKind::Invalid, "an item moves within its own list only");
  return document.moveItem(list, *a, *b);
}

/// "line 12" of the value or of the nearest one above it.
std::string placeOf(const Document& document, Path path) {
  for (;; path.pop_back()) {
    if (auto place = document.find(path)) return "line " + std::to_string(place->line);
    if (path.empty()) return "line 1";
  }
}

Result<Done> makeEdit(Document& document, const FileEdit& edit) {
  std::size_t needed = edit.verb == "unset" || edit.verb == "remove" ? 1 : 2;
  if (edit.words.size() < needed || (needed == 2 && edit.words.size() > 2))
    return Error(ErrorKind::Invalid, "wrong number of arguments")
        .withHint("Write " + edit.verb + " --file F PATH" +
                  (edit.verb == "move" ? " NEWPATH"
                   : needed == 2       ? " VALUE"
                                       : "…"));
  std::vector<Path> paths;
  for (std::size_t i = 0; i < (edit.verb == "move" || needed == 1 ? edit.words.size() : 1); ++i) {
    auto path = yaml::parsePath(edit.words[i]);
    if (!path) return path.error();
    paths.push_back(std::move(*path));
  }
  yaml::Value value;
  if (edit.verb == "set" || edit.verb == "insert") {
    auto parsed = valueOf(edit.words[1]);
    if (!parsed) return parsed.error();
    value = std::move(*parsed);
  }
  for (const Path& path : paths) {
    auto made = edit.verb == "set"      ? document.set(path, value, sharingOf(edit))
                : edit.verb == "insert" ? insert(document, path, value)
                : edit.verb == "move"   ? move(document, path, paths[1])
                                        : document.remove(path, sharingOf(edit));
    if (!made) return std::move(made.error()).during(placeOf(document, path));
    if (edit.verb == "move") break;
  }
  return Done();
}

Result<Done> show(const Document& document, const FileEdit& edit, bool json) {
  auto path = yaml::parsePath(edit.words.empty() ? std::string() : edit.words[0]);
  if (!path) return path.error();
  const yaml::Value* value = yaml::find(document.value(), *path);
  if (!value) return Error(ErrorKind::NotFound, "there is no " + edit.words[0]);
  if (json)
    print(*value);
  else if (path->empty())
    std::cout << document.text() << std::flush;
  else
    std::cout << yaml::toYaml(*value) << std::flush;
  return Done();
}

void collectSecrets(const yaml::Value& value, Path& at, std::vector<Path>& found) {
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) {
      at.emplace_back(i);
      collectSecrets(value[i], at, found);
      at.pop_back();
    }
  if (!value.is_object()) return;
  for (const auto& [key, item] : value.items()) {
    at.emplace_back(key);
    if (helm::isSecretAt(at) && item.is_string() && !item.get<std::string>().empty()) found.push_back(at);
    collectSecrets(item, at, found);
    at.pop_back();
  }
}

/// The text for a diff: secrets are masked, and those that `other` has not the same are said to be changed.
std::string masked(const Document& document, const Document* other) {
  std::vector<Path> secrets;
  Path at;
  collectSecrets(document.value(), at, secrets);
  std::map<std::size_t, std::pair<std::size_t, std::string>, std::greater<>> spans;
  for (const Path& path : secrets) {
    auto place = document.find(path);
    if (!place) continue;
    const auto* known = other ? yaml::find(other->value(), path) : nullptr;
    bool changed = other && (!known || *known != *yaml::find(document.value(), path));
    spans[place->span.begin] = {place->span.end, changed ? "******** (changed)" : "********"};
  }
  std::string text = document.text();
  for (const auto& [begin, mask] : spans) text.replace(begin, mask.first - begin, mask.second);
  return text;
}

std::string diffOf(const std::string& before, const std::string& after) {
  auto old = Document::parse(before), now = Document::parse(after);
  if (!old || !now) return {};
  std::string text;
  for (const auto& line : helm::diffLines(masked(*old, nullptr), masked(*now, &*old)))
    text += (text.empty() ? "" : "\n") + (line.mark == '@' ? line.text : line.mark + line.text);
  return text;
}

/// Of the file behind a link, so that the link stays.
Result<Done> keep(const FileEdit& edit, const std::string& before, const std::string& after, bool json) {
  if (edit.file == "-") {
    std::cout << after << std::flush;
    return Done();
  }
  if (before != after) {
    std::error_code failure;
    auto target = std::filesystem::canonical(edit.file, failure);
    if (failure) return Error(ErrorKind::Internal, edit.file + ": " + failure.message());
    if (auto written = files::writeAtomically(target, after); !written) return written;
  }
  std::string diff = diffOf(before, after);
  if (json)
    print({{"changed", before != after}, {"diff", diff}});
  else
    print(before == after ? std::string("Nothing changes.") : diff);
  return Done();
}

Result<Done> work(const FileEdit& edit, bool json) {
  auto text = inputOf(edit.file);
  if (!text) return text.error();
  auto document = Document::parse(*text);
  if (!document) return document.error();
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "line 1: values must be a map").withHint("Write key: value");
  if (edit.verb == "get") return show(*document, edit, json);
  if (auto made = makeEdit(*document, edit); !made) return made;
  return keep(edit, *text, document->text(), json);
}

struct Effective {
  std::string chart, file;
  int helm = 4;
};

Result<Done> showEffective(const Effective& wanted, bool json) {
  auto chart = helm::readChart(wanted.chart);
  if (!chart) return chart.error();
  auto text = wanted.file.empty() ? Result<std::string>(std::string()) : inputOf(wanted.file);
  if (!text) return text.error();
  auto document = Document::parse(std::move(*text));
  if (!document) return std::move(document.error()).during(wanted.file);
  auto rules = wanted.helm == 3 ? helm::NullRules::Helm3 : helm::NullRules::Helm4;
  auto values = helm::effectiveValues(*chart, *document, rules);
  if (!values) return values.error();
  auto list = nlohmann::json::array();
  for (const auto& value : *values) {
    list.push_back({{"path", yaml::toString(value.path)},
                    {"value", value.value},
                    {"origin", helm::name(value.origin)},
                    {"chart", value.chart},
                    {"line", value.line}});
    if (json) continue;
    std::string place = value.chart.empty() ? wanted.file : value.chart;
    if (value.line > 0) place += ":" + std::to_string(value.line);
    print(yaml::toString(value.path) + ": " + yaml::toJson(value.value) + "  # " + helm::name(value.origin) +
          (place.empty() ? "" : ", " + place));
  }
  if (json) print(list);
  return Done();
}

int exitCodeOf(const Result<Done>& done) {
  if (done) return Good;
  complain(done.error());
  return Failed;
}

void addVerb(CLI::App& values, Env& env, const std::string& verb, const std::string& about,
             const std::string& arguments) {
  auto* command = values.add_subcommand(verb, about);
  auto edit = std::make_shared<FileEdit>();
  edit->verb = verb;
  command->add_option("ARGUMENTS", edit->words, arguments)->required();
  addFileOptions(*command, *edit);
  command->get_option("--file")->required();
  command->callback([&env, edit] { env.exitCode = editFile(*edit, env.json()); });
}

}  // namespace

void addFileOptions(CLI::App& command, FileEdit& edit) {
  command.add_option("--file", edit.file, "edit this values file, with no cluster; - is standard input and output");
  command.add_option("--shared", edit.shared, "what becomes of the other places of a value with an anchor")
      ->check(CLI::IsMember({"refuse", "all", "detach"}));
}

int editFile(const FileEdit& edit, bool json) {
  auto done = work(edit, json);
  if (!done) done = std::move(done.error()).during(edit.file);
  return exitCodeOf(done);
}

void addValuesFile(CLI::App& values, Env& env) {
  addVerb(values, env, "insert", "insert an item into a list of a file", "LIST VALUE, or LIST[n] VALUE before item n");
  addVerb(values, env, "remove", "remove keys or items from a file", "PATH…");
  addVerb(values, env, "move", "rename or move a key, or move an item within its list", "PATH NEWPATH");
  auto* command = values.add_subcommand("effective", "what Helm would use, and where each value comes from");
  auto wanted = std::make_shared<Effective>();
  command->add_option("--chart", wanted->chart, "a folder or .tgz")->required()->check(CLI::ExistingPath);
  command->add_option("--file", wanted->file, "your overrides; - is standard input");
  command->add_option("--helm", wanted->helm, "whose rules for null: 4 (default) or 3")->check(CLI::IsMember({3, 4}));
  command->callback([&env, wanted] { env.exitCode = exitCodeOf(showEffective(*wanted, env.json())); });
}

}  // namespace cleardeck::app::ctl
