#include "console/values/yamlview.h"

#include "console/values/changesmodel.h"

#include <algorithm>

using namespace cleardeck;

namespace {

bool isSecretPath(const yaml::Path& path, const std::vector<FieldRow>& rows) {
  if (helm::isSecretAt(path)) return true;
  return std::any_of(rows.begin(), rows.end(), [&](const FieldRow& row) { return row.secret && row.at == path; });
}

template <class Visit>
void leaves(const yaml::Value& value, yaml::Path& path, Visit visit) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, child] : value.items()) {
      path.emplace_back(key);
      leaves(child, path, visit);
      path.pop_back();
    }
  } else if (value.is_array() && !value.empty()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      path.emplace_back(i);
      leaves(value[i], path, visit);
      path.pop_back();
    }
  } else {
    visit(path, value);
  }
}

// Every line of the value keeps its indentation.
std::string mask(std::string_view value) {
  constexpr const char* dots = "\u2022\u2022\u2022\u2022\u2022\u2022";
  std::string masked;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find('\n'), value.size());
    const std::string_view line = value.substr(0, end);
    const std::size_t ink = std::min(line.find_first_not_of(' '), line.size());
    masked += line.substr(0, ink);
    if (ink < line.size()) masked += dots;
    if (end < value.size()) masked += '\n';
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return masked;
}

}  // namespace

QString maskedText(const yaml::Document& document, const std::vector<FieldRow>& rows) {
  std::vector<yaml::Span> spans;
  yaml::Path path;
  leaves(document.value(), path, [&](const yaml::Path& at, const yaml::Value& value) {
    const bool shows = !value.is_null() && !value.is_structured() && value != "";
    if (!shows || !isSecretPath(at, rows)) return;
    if (const auto place = document.find(at)) spans.push_back(place->span);
  });
  // From the end, so that earlier places stay right.
  std::sort(spans.begin(), spans.end(), [](yaml::Span a, yaml::Span b) { return a.begin > b.begin; });
  std::string text = document.text();
  for (const yaml::Span span : spans) {
    if (span.end > text.size() || span.begin > span.end) continue;
    text.replace(span.begin, span.end - span.begin,
                 mask(std::string_view(text).substr(span.begin, span.end - span.begin)));
  }
  return QString::fromStdString(text);
}

QHash<int, CodeLines::Mark> changedLines(const helm::ValuesSession& session, const std::vector<FieldRow>& rows) {
  QHash<int, CodeLines::Mark> marks;
  const auto markAt = [&](const yaml::Path& path, CodeLines::Mark mark) {
    const auto place = session.document().find(path);
    if (!place) return;
    const std::string& text = session.text();
    std::size_t end = std::min(place->span.end, text.size());
    while (end > place->span.begin && text[end - 1] == '\n') --end;
    const auto begin = text.begin() + std::ptrdiff_t(std::min(place->span.begin, end));
    const auto more = std::count(begin, text.begin() + std::ptrdiff_t(end), '\n');
    for (int line = int(place->line); line <= int(place->line) + int(more); ++line) marks[line] = mark;
  };
  for (const helm::ValueChange& change : leafChanges(session))
    if (change.after) markAt(change.path, CodeLines::Marked);
  for (const FieldRow& row : rows)
    if (row.state == FieldInfo::Invalid) markAt(row.at, CodeLines::Invalid);
  return marks;
}

int lineOf(const helm::ValuesSession& session, const yaml::Path& path) {
  const auto place = session.document().find(path);
  return place ? int(place->line) : 0;
}

int leafCount(const yaml::Value& overrides) {
  int count = 0;
  yaml::Path path;
  if (!overrides.empty()) leaves(overrides, path, [&count](const yaml::Path&, const yaml::Value&) { ++count; });
  return count;
}
