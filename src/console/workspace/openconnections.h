/// How the ClearML servers are reached from this computer, by installation. The Connect page offers an access while its
/// forwards are up; whoever reads a server takes it from here and follows changed().
#pragma once
#include "clearml/config_snippet.h"

#include <QtQml/qqmlregistration.h>
#include <map>
#include <QObject>

/// Local URLs and who signs in; empty credentials: nobody gave any yet.
struct ServerAccess {
  cleardeck::clearml::ServerUrls urls;
  cleardeck::clearml::Credentials credentials;
  bool operator==(const ServerAccess& other) const;
};

class OpenConnections : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workspace")
  Q_PROPERTY(int forwards READ forwards NOTIFY counted)
  Q_PROPERTY(int live READ live NOTIFY counted)
 public:
  using QObject::QObject;

  /// Null while the installation is not connected. Valid until the next changed() of it.
  const ServerAccess* of(const QString& installation) const;
  void offer(const QString& installation, ServerAccess access);  ///< the same again changes nothing
  void withdraw(const QString& installation);

  int forwards() const;  ///< local ports that are open now, of all installations
  int live() const;      ///< of these, how many lead to a server that answers
  void count(const QString& installation, int live, int forwards);

 Q_SIGNALS:
  void changed(const QString& installation);
  void counted();

 private:
  struct Count {
    int live = 0, forwards = 0;
  };
  std::map<QString, ServerAccess> m_offers;
  std::map<QString, Count> m_counts;
};
