/// The window's root object: which page is open, on which installation, and what the palette offers.
#pragma once
#include "console/shell/pagesmodel.h"
#include "console/shell/palettemodel.h"
#include "console/workspace/workspace.h"

#include <map>
#include <QUrl>

/// What the command line says about the window.
struct ShellOptions {
  bool light = false;
  QString page = QStringLiteral("Installations");
  QString helm;                     ///< for the status bar: "helm 3.16.3"; empty: not shown
  std::function<void()> lookAgain;  ///< reads the kubeconfig anew and calls Workspace::watch()
  std::function<void(QString)> openKubeconfig;
  std::function<void()> openSandbox;  ///< empty: the button says that there is none
};

class Shell : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by main()")
  Q_PROPERTY(Workspace* workspace READ workspace CONSTANT)
  Q_PROPERTY(PagesModel* pages READ pages CONSTANT)
  Q_PROPERTY(PaletteModel* palette READ palette CONSTANT)
  Q_PROPERTY(QString page READ page NOTIFY pageChanged)
  Q_PROPERTY(QString pageTitle READ pageTitle NOTIFY pageChanged)
  Q_PROPERTY(QUrl pageUrl READ pageUrl NOTIFY pageChanged)
  Q_PROPERTY(PageModel* pageModel READ pageModel NOTIFY pageChanged)
  Q_PROPERTY(bool ofInstallation READ isOfInstallation NOTIFY pageChanged)
  Q_PROPERTY(bool foldsRail READ foldsRail NOTIFY pageChanged)
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)
  Q_PROPERTY(bool sandboxable READ isSandboxable CONSTANT)
  Q_PROPERTY(QString helm READ helm CONSTANT)
 public:
  Shell(Workspace& workspace, QList<PageEntry> pages, ShellOptions options, QObject* parent = nullptr);
  ~Shell() override;

  Workspace* workspace() const { return &m_workspace; }
  PagesModel* pages() { return &m_pages; }
  PaletteModel* palette() { return &m_palette; }
  QString page() const { return m_page ? m_page->id : QString(); }
  QString pageTitle() const { return m_page ? m_page->title : QString(); }
  QUrl pageUrl() const { return m_page ? m_page->url() : QUrl(); }
  PageModel* pageModel() const { return m_model; }
  bool isOfInstallation() const { return m_page && m_page->section != PageEntry::Fleet; }
  bool foldsRail() const { return m_page && m_page->foldsRail; }
  bool isDark() const { return m_dark; }
  void setDark(bool dark);
  bool isSandboxable() const { return bool(m_options.openSandbox); }
  QString helm() const { return m_options.helm; }

  /// Opens a page of the installation in view; `what` is for PageModel::openAt. False: no such page, or no
  /// installation.
  Q_INVOKABLE bool open(const QString& page, const QString& what = {});
  Q_INVOKABLE void openInstallation(const QString& key);  ///< chooses it and opens its overview
  Q_INVOKABLE void fillPalette();
  Q_INVOKABLE void copy(const QString& text);
  Q_INVOKABLE void lookAgain();
  Q_INVOKABLE void openSandbox();
  Q_INVOKABLE void openKubeconfig(const QString& file);

 Q_SIGNALS:
  void pageChanged();
  void darkChanged();
  void keysRequested();  ///< the list of keys

 private:
  void show(const PageEntry& page, InstallationInfo* installation);
  PageModel* modelOf(const PageEntry& page, InstallationInfo* installation);
  QList<PaletteModel::Entry> pageEntries();
  QList<PaletteModel::Entry> installationEntries();
  QList<PaletteModel::Entry> commandEntries();

  Workspace& m_workspace;
  const ShellOptions m_options;
  PagesModel m_pages;
  PaletteModel m_palette;
  std::map<std::pair<QString, QString>, std::unique_ptr<PageModel>> m_models;  // by page and installation
  const PageEntry* m_page = nullptr;
  PageModel* m_model = nullptr;
  bool m_dark = true;
};
