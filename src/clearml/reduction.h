/// Fewer points for the same picture. Pure.
#pragma once
#include <span>
#include <vector>

namespace cleardeck::clearml {

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

/// What a line through (x, y) looks like between `from` and `to` on `columns` pixel columns: per column the first,
/// lowest, highest and last value, in the order they occur, so that no peak is lost and the line enters and leaves
/// where it should. One point beyond either end is kept, so that the line runs out of the picture.
/// `x` ascends. A value that is no number breaks the line: it is kept as one point with y = NaN.
/// At most 5 × columns + 2 points; fewer values than that come back as they are.
std::vector<Point> reduce(std::span<const double> x, std::span<const double> y, double from, double to, int columns);

/// Exponential moving average, without the start's pull to zero. 0: as it is; towards 1: smoother.
std::vector<double> smooth(std::span<const double> y, double weight);

}  // namespace cleardeck::clearml
