/// How a state looks: models expose it, Theme turns it into a colour and an icon.
#pragma once
#include <QtQml/qqmlregistration.h>
#include <QObject>

/// In the order in which a table sorts them: what is worst comes last.
namespace Tone {
Q_NAMESPACE
QML_ELEMENT
enum Kind { Ok, Live, Off, Paused, Unknown, Stale, Waiting, Busy, Warn, Bad };
Q_ENUM_NS(Kind)
}  // namespace Tone
