/// What every page's model is, and what it is given. A page `ClearDeck.<Page>` is one subclass of PageModel and one QML
/// file <Page>Page.qml whose root has `required property <Subclass> page`.
#pragma once
#include "console/bridge/cluster.h"
#include "console/workspace/installationinfo.h"
#include "console/workspace/notices.h"

#include <QList>
#include <QObject>

class Workspace;

/// What a page may use. Everything in it outlives the page.
struct PageContext {
  cleardeck::Runtime& runtime;
  Workspace& workspace;
  Notices& notices;
  InstallationInfo* installation;         ///< null for pages that belong to no installation
  cleardeck::bridge::ClusterPtr cluster;  ///< of the installation; null as above
};

/// A line of the palette. One that cannot run now says why.
struct Command {
  QString title, note, iconName, keys;
  QString keywords;     ///< found by these too
  QString reason;       ///< why it cannot run now; empty: it can
  QString commandLine;  ///< the same for a terminal, complete; may be empty
  std::function<void()> run;
};

/// Lives as long as its installation is known; `setShown(false)` when another page is opened: drop leases then, keep
/// what the user entered.
class PageModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(bool ready READ isReady NOTIFY readyChanged)
  Q_PROPERTY(int rowCount READ rowCount NOTIFY readyChanged)
 public:
  explicit PageModel(PageContext context) : m_context(std::move(context)) {}

  virtual void setShown(bool shown) = 0;
  virtual bool isReady() const = 0;  ///< shows real data and waits for nothing more (the tour takes its picture then)
  virtual int rowCount() const = 0;  ///< how many real rows it shows
  virtual QList<Command> commands() { return {}; }  ///< for the palette
  /// Opened for something: a pod's name, a value's path. Empty: as it was left.
  virtual void openAt(const QString& what) { Q_UNUSED(what) }

  Q_INVOKABLE void copy(const QString& text);                            ///< to the clipboard, with a word about it
  Q_INVOKABLE void copySecret(const QString& text);                      ///< as copy(), for what should not be shown
  Q_INVOKABLE void open(const QString& page, const QString& what = {});  ///< another page of the same installation

 Q_SIGNALS:
  void readyChanged();
  void openRequested(const QString& page, const QString& what);

 protected:
  const PageContext& context() const { return m_context; }

 private:
  PageContext m_context;
};
