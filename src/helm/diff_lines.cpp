#include "helm/diff_lines.h"

#include "base/text.h"

#include <dtl/dtl.hpp>

#include <algorithm>

namespace cleardeck::helm {

namespace {
constexpr std::size_t context = 3;

std::vector<std::string> linesOf(const std::string& text) {
  auto lines = text::split(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<DiffLine> wholeDiff(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  dtl::Diff<std::string, std::vector<std::string>> diff(before, after);
  diff.compose();
  std::vector<DiffLine> lines;
  for (const auto& [text, info] : diff.getSes().getSequence())
    lines.push_back({info.type == dtl::SES_ADD ? '+' : info.type == dtl::SES_DELETE ? '-' : ' ', text});
  // Within a change, what goes stands before what comes.
  for (auto at = lines.begin(); at != lines.end();) {
    auto end = std::find_if(at, lines.end(), [](const DiffLine& line) { return line.mark == ' '; });
    std::stable_partition(at, end, [](const DiffLine& line) { return line.mark == '-'; });
    at = end == lines.end() ? end : end + 1;
  }
  return lines;
}

/// Which lines are shown: the changed ones and those around them.
std::vector<bool> shownLines(const std::vector<DiffLine>& lines) {
  std::vector<bool> shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].mark == ' ') continue;
    std::size_t begin = i > context ? i - context : 0;
    std::size_t end = std::min(i + context + 1, lines.size());
    std::fill(shown.begin() + static_cast<std::ptrdiff_t>(begin), shown.begin() + static_cast<std::ptrdiff_t>(end),
              true);
  }
  return shown;
}

std::string range(std::size_t first, std::size_t count) {
  return std::to_string(count ? first : first - 1) + "," + std::to_string(count);
}
}  // namespace

std::vector<DiffLine> diffLines(const std::string& before, const std::string& after) {
  auto lines = wholeDiff(linesOf(before), linesOf(after));
  auto shown = shownLines(lines);
  std::vector<DiffLine> hunks;
  std::size_t oldLine = 1;
  std::size_t newLine = 1;
  for (std::size_t i = 0; i < lines.size();) {
    if (!shown[i]) {
      ++oldLine, ++newLine, ++i;
      continue;
    }
    std::size_t head = hunks.size();
    std::size_t oldFirst = oldLine;
    std::size_t newFirst = newLine;
    hunks.push_back({'@', std::string()});
    for (; i < lines.size() && shown[i]; ++i) {
      oldLine += lines[i].mark != '+';
      newLine += lines[i].mark != '-';
      hunks.push_back(lines[i]);
    }
    hunks[head].text =
        "@@ -" + range(oldFirst, oldLine - oldFirst) + " +" + range(newFirst, newLine - newFirst) + " @@";
  }
  return hunks;
}

std::string unifiedText(const std::vector<DiffLine>& lines) {
  std::string text;
  for (const DiffLine& line : lines) {
    if (line.mark != '@') text += line.mark;
    text += line.text + "\n";
  }
  return text;
}

}  // namespace cleardeck::helm
