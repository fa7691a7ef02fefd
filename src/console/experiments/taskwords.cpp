#include "console/experiments/taskwords.h"

#include <cmath>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using cleardeck::clearml::TaskStatus;

QString taskText(const char* text) { return QCoreApplication::translate("Task", text); }

Tone::Kind toneOf(TaskStatus status) {
  switch (status) {
    case TaskStatus::InProgress: return Tone::Busy;
    case TaskStatus::Failed: return Tone::Bad;
    case TaskStatus::Stopped: return Tone::Paused;
    case TaskStatus::Queued:
    case TaskStatus::Created: return Tone::Off;
    case TaskStatus::Completed:
    case TaskStatus::Closed:
    case TaskStatus::Publishing:
    case TaskStatus::Published: return Tone::Ok;
    case TaskStatus::Unknown: break;
  }
  return Tone::Unknown;
}

QString wordOf(TaskStatus status) {
  switch (status) {
    case TaskStatus::Created: return taskText("Draft");
    case TaskStatus::Queued: return taskText("Queued");
    case TaskStatus::InProgress: return taskText("Running");
    case TaskStatus::Stopped: return taskText("Aborted");
    case TaskStatus::Failed: return taskText("Failed");
    case TaskStatus::Completed:
    case TaskStatus::Closed: return taskText("Completed");
    case TaskStatus::Publishing: return taskText("Publishing");
    case TaskStatus::Published: return taskText("Published");
    case TaskStatus::Unknown: break;
  }
  return taskText("Unknown");
}

QString iconOf(TaskStatus status) {
  if (status == TaskStatus::Published || status == TaskStatus::Publishing) return QStringLiteral("lock");
  if (status == TaskStatus::Queued) return QStringLiteral("hourglass");
  if (status == TaskStatus::Created) return QStringLiteral("pencil");
  return status == TaskStatus::Failed ? QStringLiteral("circle-x") : QString();
}

QString numberText(double value) {
  if (std::isnan(value)) return QStringLiteral("nan");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e7)) return QString::number(value, 'e', 2);
  if (value == std::round(value)) return QString::number(qint64(value));
  return QString::number(value, 'f', size >= 1000 ? 1 : size >= 10 ? 2 : 4);
}

QString durationText(qint64 seconds) {
  if (seconds <= 0) return QStringLiteral("\u2013");
  if (seconds < 60) return taskText("%1 s").arg(seconds);
  if (seconds < 3600) return taskText("%1 min").arg(seconds / 60);
  if (seconds < 86400) return taskText("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
  return taskText("%1 d %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString bytesText(qint64 bytes) { return bytes <= 0 ? QString() : QLocale().formattedDataSize(bytes); }

QString momentText(cleardeck::time::Moment moment) {
  if (moment == cleardeck::time::Moment()) return QString();
  const auto at = QDateTime::fromSecsSinceEpoch(cleardeck::time::secondsSinceEpoch(moment));
  return at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}
