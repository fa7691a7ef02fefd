#include "installation/setup_values.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

using yaml::Path;

Path pathOf(const Setting& setting) {
  Path path;
  for (const auto& key : text::split(setting.path, '.')) path.emplace_back(key);
  return path;
}

// True when the defaults have a value there, or a free map above it that takes any key.
bool known(const yaml::Value& defaults, const Path& path) {
  if (yaml::find(defaults, path)) return true;
  const auto* parent = yaml::find(defaults, Path(path.begin(), path.end() - 1));
  return parent && parent->is_object() && parent->empty();
}

std::string commented(const std::string& text, const std::string& indent) {
  std::string lines;
  for (const auto& line : text::split(text, '\n')) lines += indent + (line.empty() ? "#" : "# " + line) + "\n";
  return lines;
}

struct Entry {
  std::vector<std::string> keys;
  const Setting* setting;
};

std::string leaf(const Entry& entry, const std::string& indent) {
  std::string lines;
  if (!entry.setting->comment.empty()) lines += commented(entry.setting->comment, indent);
  const auto body = yaml::toYaml(yaml::Value{{entry.keys.back(), entry.setting->value}});
  for (const auto& line : text::split(std::string_view(body).substr(0, body.size() - 1), '\n'))
    lines += (line.empty() ? "" : indent + line) + "\n";
  return lines;
}

// Entries that share the key at `depth` are written below it, where the first of them stands.
std::string block(const std::vector<Entry>& entries, std::size_t depth) {
  const std::string indent(depth * 2, ' ');
  std::string lines;
  std::vector<std::string> done;
  for (const auto& entry : entries) {
    const auto& key = entry.keys[depth];
    if (std::find(done.begin(), done.end(), key) != done.end()) continue;
    done.push_back(key);
    if (depth == 0 && !lines.empty()) lines += "\n";
    if (entry.keys.size() == depth + 1) {
      lines += leaf(entry, indent);
      continue;
    }
    std::vector<Entry> below;
    for (const auto& other : entries)
      if (other.keys[depth] == key) below.push_back(other);
    lines += indent + key + ":\n" + block(below, depth + 1);
  }
  return lines;
}

}  // namespace

Result<std::vector<Setting>> differing(const std::vector<Setting>& settings, const yaml::Value& defaults) {
  std::vector<Setting> kept;
  for (const auto& setting : settings) {
    const auto path = pathOf(setting);
    if (!known(defaults, path))
      return Error(ErrorKind::Invalid, setting.option + ": this chart has no value " + setting.path)
          .withHint("Use a newer version of ClearDeck's chart, or leave the option out");
    const auto* value = yaml::find(defaults, path);
    if (!value || *value != setting.value) kept.push_back(setting);
  }
  return kept;
}

yaml::Value treeOf(const std::vector<Setting>& settings) {
  yaml::Value tree = yaml::Value::object();
  for (const auto& setting : settings) yaml::assign(tree, pathOf(setting), setting.value);
  return tree;
}

Result<std::string> valuesText(const std::string& head, const std::vector<Setting>& settings) {
  std::vector<Entry> entries;
  for (const auto& setting : settings) entries.push_back(Entry{text::split(setting.path, '.'), &setting});
  std::string text = commented(head, "");
  if (!entries.empty()) text += "\n" + block(entries, 0);
  auto read = yaml::parse(text);
  const auto meant = treeOf(settings);
  if (!read || (*read != meant && !(read->is_null() && meant.empty())))
    return Error(ErrorKind::Internal, "the values file would not mean what was asked for");
  return text;
}

}  // namespace cleardeck::installation
