/// Where an axis puts its marks. Pure.
#pragma once
#include <QString>
#include <vector>

struct Ticks {
  double step = 0;  ///< between two of them
  std::vector<double> at;
};

/// Round values (1, 2 or 5 times a power of ten apart) within [from, to], at most about `most` of them.
Ticks roundTicks(double from, double to, int most);
/// The same for seconds: 1, 2, 5, 10, 15, 30 s, minutes, hours, days.
Ticks timeTicks(double fromSeconds, double toSeconds, int most);
/// "0", "20k", "1.5M", "0.25", with as many digits as `step` needs.
QString tickText(double value, double step);
/// "0", "40 s", "5 min", "2 h", "3 d": the time since the start.
QString elapsedText(double seconds);
