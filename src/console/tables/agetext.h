/// Times as the pages write them: a clock for today, an age for what is older, a date after 60 days.
#pragma once
#include <QDateTime>
#include <QString>

/// "41 s", "12 min", "5 h", "9 d".
QString ageText(qint64 seconds);
/// "14:02" for today, "4 d ago" for older, "2026-03-01" after 60 days.
QString whenText(qint64 secondsSinceEpoch, qint64 now);
