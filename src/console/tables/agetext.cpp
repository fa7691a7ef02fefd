#include "console/tables/agetext.h"

#include <algorithm>
#include <QCoreApplication>

namespace {
QString say(const char* text) { return QCoreApplication::translate("Age", text); }
}  // namespace

QString ageText(qint64 seconds) {
  if (seconds < 120) return say("%1 s").arg(std::max<qint64>(seconds, 0));
  if (seconds < 2 * 3600) return say("%1 min").arg(seconds / 60);
  return seconds < 2 * 86400 ? say("%1 h").arg(seconds / 3600) : say("%1 d").arg(seconds / 86400);
}

QString whenText(qint64 secondsSinceEpoch, qint64 now) {
  const QDateTime at = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch);
  if (at.date() == QDateTime::fromSecsSinceEpoch(now).date()) return at.toString(QStringLiteral("HH:mm"));
  const qint64 age = now - secondsSinceEpoch;
  return age < 60 * 86400 ? say("%1 ago").arg(ageText(age)) : at.date().toString(Qt::ISODate);
}
