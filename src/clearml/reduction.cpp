#include "clearml/reduction.h"

#include <algorithm>
#include <cmath>

namespace cleardeck::clearml {
namespace {

// The values of one pixel column that the eye could tell apart.
struct Column {
  std::size_t first = 0, lowest = 0, highest = 0, last = 0, gap = 0;
  bool hasValue = false, hasGap = false;

  void add(std::size_t i, double value, std::span<const double> y) {
    if (std::isnan(value)) {
      gap = i;
      hasGap = true;
      return;
    }
    if (!hasValue) first = lowest = highest = i;
    if (value < y[lowest]) lowest = i;
    if (value > y[highest]) highest = i;
    last = i;
    hasValue = true;
  }
  void flush(std::span<const double> x, std::span<const double> y, std::vector<Point>& points) const {
    std::size_t kept[5];
    std::size_t count = 0;
    if (hasValue)
      for (std::size_t i : {first, lowest, highest, last}) kept[count++] = i;
    if (hasGap) kept[count++] = gap;
    std::sort(kept, kept + count);
    for (auto end = std::unique(kept, kept + count), i = kept; i != end; ++i) points.push_back({x[*i], y[*i]});
  }
};

}  // namespace

std::vector<Point> reduce(std::span<const double> x, std::span<const double> y, double from, double to, int columns) {
  std::vector<Point> points;
  const auto size = std::min(x.size(), y.size());
  if (size == 0 || columns < 1 || !(to >= from)) return points;
  x = x.first(size);
  auto begin = std::size_t(std::lower_bound(x.begin(), x.end(), from) - x.begin());
  auto end = std::size_t(std::upper_bound(x.begin(), x.end(), to) - x.begin());
  const auto before = begin > 0 ? begin - 1 : begin;
  const auto after = std::min(end + 1, size);
  if (after - before <= std::size_t(columns) * 4) {
    for (auto i = before; i < after; ++i) points.push_back({x[i], y[i]});
    return points;
  }
  points.reserve(std::size_t(columns) * 5 + 2);
  if (before < begin) points.push_back({x[before], y[before]});
  const double perColumn = to > from ? double(columns) / (to - from) : 0;
  for (auto i = begin; i < end;) {
    const auto number = std::min(std::floor((x[i] - from) * perColumn), double(columns - 1));
    Column column;
    for (; i < end && std::min(std::floor((x[i] - from) * perColumn), double(columns - 1)) == number; ++i)
      column.add(i, y[i], y);
    column.flush(x, y, points);
  }
  if (end < after) points.push_back({x[end], y[end]});
  return points;
}

std::vector<double> smooth(std::span<const double> y, double weight) {
  std::vector<double> smoothed(y.begin(), y.end());
  if (weight <= 0) return smoothed;
  const double w = std::min(weight, 0.999);
  double sum = 0, parts = 0;
  for (double& value : smoothed) {
    if (std::isnan(value)) continue;
    sum = w * sum + (1 - w) * value;
    parts = w * parts + (1 - w);
    value = sum / parts;
  }
  return smoothed;
}

}  // namespace cleardeck::clearml
