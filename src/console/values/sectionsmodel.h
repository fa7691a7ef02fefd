/// The tree beside the form: the chart's top-level keys, and the groups of the one that is open.
#pragma once
#include "console/values/fieldsmodel.h"

/// A flat list with a depth. Made from the FieldsModel it is given.
class SectionsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
 public:
  enum Role {
    SectionRole = Qt::UserRole,
    GroupRole,  ///< within the section; only at depth 1
    TitleRole,
    DepthRole,
    OpenRole,        ///< depth 0: its values are in the form
    OverriddenRole,  ///< how many of its values
    InvalidRole,
    StrangeRole,  ///< overrides that the chart does not know
  };
  explicit SectionsModel(FieldsModel& fields, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_nodes.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  struct Node {
    QString section, group, title;
    int depth = 0, overridden = 0, invalid = 0;
    bool open = false;
    bool operator==(const Node&) const = default;
  };
  std::vector<Node> nodes() const;
  void update();
  FieldsModel& m_fields;
  std::vector<Node> m_nodes;
};
