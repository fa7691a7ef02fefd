/// The desktop's keyring, where there is one. GUI thread; the callbacks come later, and only while `context` lives.
#pragma once
#include <functional>
#include <QObject>
#include <QString>

namespace keyring {
/// `onFound` gets the secret, or nothing when the keyring has none or cannot be asked.
void read(const QString& name, QObject* context, std::function<void(QString secret)> onFound);
/// `onKept(false)`: there is no keyring, or it refused; nothing was written anywhere.
void write(const QString& name, const QString& secret, QObject* context, std::function<void(bool kept)> onKept);
void forget(const QString& name);
}  // namespace keyring
