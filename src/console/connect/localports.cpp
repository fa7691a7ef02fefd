#include "console/connect/localports.h"

#include "base/files.h"

#include <QCryptographicHash>
#include <QSettings>

using cleardeck::installation::Door;

std::uint16_t LocalPorts::of(Door door) const { return door == Door::Web ? web : door == Door::Api ? api : files; }

void LocalPorts::set(Door door, std::uint16_t port) {
  (door == Door::Web ? web : door == Door::Api ? api : files) = port;
}

namespace {

QSettings settings() {
  return QSettings(QString::fromStdString((cleardeck::files::configDir() / "ports.ini").string()),
                   QSettings::IniFormat);
}

// An installation's key has slashes and a context's name may have anything; an INI group should have neither.
QString group(const QString& installation) {
  return QString::fromLatin1(
      QCryptographicHash::hash(installation.toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

std::uint16_t portIn(const QVariant& value) {
  bool number = false;
  const uint port = value.toUInt(&number);
  return number && port >= 1024 && port <= 65535 ? std::uint16_t(port) : std::uint16_t(0);
}

}  // namespace

portmemory::Kept portmemory::of(const QString& installation) {
  auto file = settings();
  file.beginGroup(group(installation));
  Kept kept;
  kept.ports.web = portIn(file.value(QStringLiteral("web")));
  kept.ports.api = portIn(file.value(QStringLiteral("api")));
  kept.ports.files = portIn(file.value(QStringLiteral("files")));
  kept.known = kept.ports.web || kept.ports.api || kept.ports.files;
  return kept;
}

void portmemory::keep(const QString& installation, const LocalPorts& ports) {
  auto file = settings();
  file.beginGroup(group(installation));
  file.setValue(QStringLiteral("installation"), installation);
  file.setValue(QStringLiteral("web"), ports.web);
  file.setValue(QStringLiteral("api"), ports.api);
  file.setValue(QStringLiteral("files"), ports.files);
}
