#include "console/shell/pagesmodel.h"

#include "console/workspace/workspace.h"

PagesModel::PagesModel(QList<PageEntry> pages, Workspace& workspace, QObject* parent)
    : QAbstractListModel(parent), m_pages(std::move(pages)), m_workspace(workspace) {
  connect(workspace.installations(), &RowTableModel::countChanged, this, &PagesModel::refresh);
  connect(&workspace, &Workspace::currentChanged, this, [this] {
    if (m_watched) disconnect(m_watched, nullptr, this, nullptr);
    m_watched = m_workspace.current();
    if (m_watched) connect(m_watched, &InstallationInfo::changed, this, &PagesModel::refresh);
    refresh();
  });
}

const PageEntry* PagesModel::page(const QString& id) const {
  for (const PageEntry& page : m_pages)
    if (page.id == id) return &page;
  return nullptr;
}

void PagesModel::refresh() {
  if (!m_pages.isEmpty())
    Q_EMIT dataChanged(index(0), index(int(m_pages.size()) - 1), {TrailingRole, TrailingToneRole});
}

int PagesModel::troubled(const PageEntry& page) const {
  if (page.id == QStringLiteral("Installations")) return m_workspace.installations()->attention();
  if (page.id == QStringLiteral("Workloads") && m_workspace.current()) return m_workspace.current()->troubled();
  return 0;
}

QVariant PagesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const PageEntry& page = m_pages[index.row()];
  switch (role) {
    case IdRole: return page.id;
    case Qt::DisplayRole:
    case TitleRole: return page.title;
    case IconRole: return page.iconName;
    case KeyRole: return page.key;
    case SectionRole: return page.section;
    case TrailingRole: return troubled(page) > 0 ? QString::number(troubled(page)) : QString();
    case TrailingToneRole: return troubled(page) > 0 ? Tone::Warn : -1;
  }
  return {};
}

QHash<int, QByteArray> PagesModel::roleNames() const {
  return {{IdRole, "pageId"},
          {TitleRole, "title"},
          {IconRole, "iconName"},
          {KeyRole, "key"},
          {SectionRole, "section"},
          {TrailingRole, "trailing"},
          {TrailingToneRole, "trailingTone"}};
}
