#include "console/shell/shell.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QQmlEngine>

Shell::Shell(Workspace& workspace, QList<PageEntry> pages, ShellOptions options, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_options(std::move(options)),
      m_pages(std::move(pages), workspace, this),
      m_palette(this),
      m_dark(!m_options.light) {
  connect(&workspace, &Workspace::currentChanged, this, [this] {
    if (isOfInstallation()) show(*m_page, m_workspace.current());
  });
  if (!open(m_options.page)) open(QStringLiteral("Installations"));
}

Shell::~Shell() = default;

bool Shell::open(const QString& page, const QString& what) {
  const PageEntry* entry = m_pages.page(page);
  InstallationInfo* installation = entry && entry->section != PageEntry::Fleet ? m_workspace.current() : nullptr;
  if (!entry || (entry->section != PageEntry::Fleet && !installation)) return false;
  show(*entry, installation);
  if (!what.isEmpty()) m_model->openAt(what);
  return true;
}

void Shell::show(const PageEntry& page, InstallationInfo* installation) {
  PageModel* next = modelOf(page, installation);
  if (next == m_model) return;
  if (m_model) m_model->setShown(false);
  m_page = &page;
  m_model = next;
  m_model->setShown(true);
  Q_EMIT pageChanged();
}

PageModel* Shell::modelOf(const PageEntry& page, InstallationInfo* installation) {
  auto& model = m_models[{page.id, installation ? installation->key() : QString()}];
  if (model) return model.get();
  auto cluster = installation ? m_workspace.cluster(installation->context().toStdString()) : nullptr;
  model = page.make(PageContext{m_workspace.runtime(), m_workspace, *m_workspace.notices(), installation, cluster});
  QQmlEngine::setObjectOwnership(model.get(), QQmlEngine::CppOwnership);
  connect(model.get(), &PageModel::openRequested, this, [this](const QString& id, const QString& what) {
    if (!open(id, what))
      m_workspace.notices()->say(Tone::Warn, tr("%1 cannot be opened").arg(id), tr("There is no such page here."));
  });
  return model.get();
}

void Shell::openInstallation(const QString& key) {
  m_workspace.select(key);
  open(QStringLiteral("Overview"));
}

void Shell::setDark(bool dark) {
  if (dark == m_dark) return;
  m_dark = dark;
  Q_EMIT darkChanged();
}

void Shell::copy(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  m_workspace.notices()->say(Tone::Ok, tr("Copied"), text.section(u'\n', 0, 0).left(120));
}

void Shell::lookAgain() {
  if (m_options.lookAgain) m_options.lookAgain();
}

void Shell::openSandbox() {
  if (m_options.openSandbox) m_options.openSandbox();
}

void Shell::openKubeconfig(const QString& file) {
  if (m_options.openKubeconfig) m_options.openKubeconfig(file);
}

void Shell::fillPalette() {
  QList<PaletteModel::Entry> entries = commandEntries();
  entries += pageEntries();
  entries += installationEntries();
  m_palette.setEntries(std::move(entries));
}

QList<PaletteModel::Entry> Shell::pageEntries() {
  QList<PaletteModel::Entry> entries;
  for (const PageEntry& page : m_pages.pages()) {
    Command command;
    command.title = page.title;
    command.iconName = page.iconName;
    command.keys = QStringLiteral("G %1").arg(page.key);
    if (page.section != PageEntry::Fleet) {
      const auto* current = m_workspace.current();
      command.note = current ? current->name() : QString();
      command.reason = current ? QString() : tr("no installation found yet");
    }
    command.run = [this, id = page.id] { open(id); };
    entries.append({tr("Pages"), command});
  }
  return entries;
}

QList<PaletteModel::Entry> Shell::installationEntries() {
  QList<PaletteModel::Entry> entries;
  const auto* installations = m_workspace.installations();
  for (int row = 0; row < installations->count(); ++row) {
    const auto& value = installations->at(row);
    Command command;
    command.title = QString::fromStdString(value.name);
    command.note = QStringLiteral("%1 / %2, %3")
                       .arg(QString::fromStdString(value.context), QString::fromStdString(value.ns),
                            InstallationInfo::wordOf(value));
    command.keywords = command.note;
    command.iconName = QStringLiteral("layers");
    command.run = [this, key = QString::fromStdString(value.uid)] { openInstallation(key); };
    entries.append({tr("Installations"), command});
  }
  return entries;
}

QList<PaletteModel::Entry> Shell::commandEntries() {
  QList<PaletteModel::Entry> entries;
  const auto add = [&](Command command) { entries.append({tr("Commands"), std::move(command)}); };
  if (m_model)
    for (Command& command : m_model->commands()) add(std::move(command));
  if (const auto* current = m_workspace.current(); current && !current->isGone()) {
    Command uninstall;
    uninstall.title = tr("Uninstall this installation");  // its name must not find this before itself
    uninstall.note = tr("%1: what dies, what is kept").arg(current->name());
    uninstall.iconName = QStringLiteral("trash-2");
    uninstall.run = [this] { open(QStringLiteral("History"), QStringLiteral("uninstall")); };
    add(uninstall);
  }
  Command command;
  command.title = m_workspace.isEmpty() ? tr("Look for clusters again") : tr("Reconnect to all clusters now");
  command.iconName = QStringLiteral("refresh-cw");
  command.run = [this] { m_workspace.isEmpty() ? lookAgain() : m_workspace.retry({}); };
  add(command);
  command.title = m_dark ? tr("Switch to the light theme") : tr("Switch to the dark theme");
  command.iconName = m_dark ? QStringLiteral("sun") : QStringLiteral("moon");
  command.run = [this] { setDark(!m_dark); };
  add(command);
  command.title = tr("Show the list of keys");
  command.iconName = QStringLiteral("keyboard");
  command.keys = QStringLiteral("F1");
  command.run = [this] { Q_EMIT keysRequested(); };
  add(command);
  return entries;
}
