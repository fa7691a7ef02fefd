#include "console/experiments/plotaxis.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>

namespace {

Ticks ticksEvery(double step, double from, double to) {
  Ticks ticks;
  ticks.step = step;
  if (!(step > 0) || !std::isfinite(from) || !std::isfinite(to)) return ticks;
  const double first = std::ceil(from / step - 1e-9);
  for (double i = first; i * step <= to + step * 1e-9 && ticks.at.size() < 100; ++i) ticks.at.push_back(i * step);
  return ticks;
}

QString shortNumber(double value, int decimals) {
  auto text = QString::number(value, 'f', decimals);
  return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

}  // namespace

Ticks roundTicks(double from, double to, int most) {
  if (!(to > from) || most < 1) return {};
  const double rough = (to - from) / most, power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0})
    if (factor * power >= rough * (1 - 1e-9)) return ticksEvery(factor * power, from, to);
  return ticksEvery(10 * power, from, to);
}

Ticks timeTicks(double fromSeconds, double toSeconds, int most) {
  if (!(toSeconds > fromSeconds) || most < 1) return {};
  const double rough = (toSeconds - fromSeconds) / most;
  if (rough < 1) return roundTicks(fromSeconds, toSeconds, most);
  for (const double step : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400})
    if (step >= rough) return ticksEvery(step, fromSeconds, toSeconds);
  return ticksEvery(86400 * std::ceil(rough / 86400), fromSeconds, toSeconds);
}

QString tickText(double value, double step) {
  const double size = std::max(std::abs(value), step);
  if (size >= 1e9 || (step > 0 && step < 1e-5)) return QString::number(value, 'g', 3);
  const double unit = size >= 1e6 ? 1e6 : size >= 1e4 ? 1e3 : 1;
  if (value == 0) return QStringLiteral("0");
  int decimals = 0;
  for (double s = step / unit; decimals < 5 && std::abs(s - std::round(s)) > 1e-6 * std::max(1.0, s); s *= 10)
    ++decimals;
  return shortNumber(value / unit, decimals) + (unit == 1e6   ? QStringLiteral("M")
                                                : unit == 1e3 ? QStringLiteral("k")
                                                              : QString());
}

QString elapsedText(double seconds) {
  const auto say = [](const char* text, double value) {
    return QCoreApplication::translate("Plot", text).arg(shortNumber(value, value == std::round(value) ? 0 : 1));
  };
  if (seconds == 0) return QStringLiteral("0");
  if (seconds < 60) return say("%1 s", seconds);
  if (seconds < 3600) return say("%1 min", seconds / 60);
  return seconds < 86400 ? say("%1 h", seconds / 3600) : say("%1 d", seconds / 86400);
}
