/// The pages that the rail, the keys and the palette lead to.
#pragma once
#include "console/workspace/pagemodel.h"

#include <QAbstractListModel>
#include <QUrl>

/// One page. `make` makes its model when it is opened first.
struct PageEntry {
  enum Section { Fleet, Installation, ClearMl };
  QString id;  ///< "Workloads": the QML module ClearDeck.Workloads with WorkloadsPage.qml
  QString title, iconName;
  QString key;  ///< g, then this
  Section section = Installation;
  bool foldsRail = false;  ///< it brings its own tree
  std::function<std::unique_ptr<PageModel>(PageContext)> make;

  QUrl url() const { return QUrl(QStringLiteral("qrc:/qt/qml/ClearDeck/%1/%1Page.qml").arg(id)); }
};

/// Every page of the program, in the order of the rail (pages.cpp).
QList<PageEntry> allPages();

class PagesModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the shell")
 public:
  enum Role { IdRole = Qt::UserRole, TitleRole, IconRole, KeyRole, SectionRole, TrailingRole, TrailingToneRole };
  PagesModel(QList<PageEntry> pages, Workspace& workspace, QObject* parent);

  const QList<PageEntry>& pages() const { return m_pages; }
  const PageEntry* page(const QString& id) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_pages.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  int troubled(const PageEntry& page) const;  // the count behind a page's name
  void refresh();
  const QList<PageEntry> m_pages;
  Workspace& m_workspace;
  InstallationInfo* m_watched = nullptr;
};
