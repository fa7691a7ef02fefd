/// How a task's status, and the numbers of a task, read.
#pragma once
#include "clearml/task.h"
#include "console/tables/tone.h"

#include <QString>

/// A text of the translation context "Task".
QString taskText(const char* text);

Tone::Kind toneOf(cleardeck::clearml::TaskStatus status);
/// ClearML's words for people: "Draft", "Pending", "Running" …
QString wordOf(cleardeck::clearml::TaskStatus status);
/// The icon where the tone's own would not tell enough (Published, Draft), else empty.
QString iconOf(cleardeck::clearml::TaskStatus status);

/// At most five significant digits: "0.7841", "12 345", "1.2e-07", "nan".
QString numberText(double value);
/// "3 h 12 min", "41 s"; "–" for nothing.
QString durationText(qint64 seconds);
QString bytesText(qint64 bytes);
/// Local date and time; empty for the epoch (never).
QString momentText(cleardeck::time::Moment moment);
