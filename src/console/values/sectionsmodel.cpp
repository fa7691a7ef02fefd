#include "console/values/sectionsmodel.h"

#include <algorithm>

SectionsModel::SectionsModel(FieldsModel& fields, QObject* parent) : QAbstractListModel(parent), m_fields(fields) {
  connect(&fields, &FieldsModel::counted, this, &SectionsModel::update);
  connect(&fields, &FieldsModel::filterChanged, this, &SectionsModel::update);
}

std::vector<SectionsModel::Node> SectionsModel::nodes() const {
  std::vector<Node> nodes;
  const auto node = [&nodes](const QString& section, const QString& group, int depth) {
    return std::find_if(nodes.begin(), nodes.end(), [&](const Node& one) {
      return one.depth == depth && one.section == section && one.group == group;
    });
  };
  const auto add = [](Node& to, const FieldRow& row) {
    to.overridden += row.overridden;
    to.invalid += row.state == FieldInfo::Invalid;
  };
  for (const FieldRow& row : m_fields.rows()) {
    const bool open = !m_fields.isEverywhere() && row.section == m_fields.section();
    if (node(row.section, {}, 0) == nodes.end())
      nodes.push_back({row.section, {}, m_fields.sectionTitle(row.section), 0, 0, 0, open});
    add(*node(row.section, {}, 0), row);
    if (!open) continue;
    if (node(row.section, row.group, 1) == nodes.end())
      nodes.push_back({row.section, row.group, m_fields.groupTitle(row), 1, 0, 0, true});
    add(*node(row.section, row.group, 1), row);
  }
  // One group alone says nothing more than its section.
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool lone =
        nodes[i].depth == 1 && nodes[i - 1].depth == 0 && (i + 1 == nodes.size() || nodes[i + 1].depth == 0);
    if (lone) nodes.erase(nodes.begin() + std::ptrdiff_t(i--));
  }
  return nodes;
}

void SectionsModel::update() {
  std::vector<Node> next = nodes();
  const auto samePlace = [](const Node& a, const Node& b) {
    return a.section == b.section && a.group == b.group && a.depth == b.depth;
  };
  if (!std::equal(next.begin(), next.end(), m_nodes.begin(), m_nodes.end(), samePlace)) {
    beginResetModel();
    m_nodes = std::move(next);
    return endResetModel();
  }
  const std::vector<Node> before = std::exchange(m_nodes, std::move(next));
  for (int row = 0; row < int(m_nodes.size()); ++row)
    if (m_nodes[std::size_t(row)] != before[std::size_t(row)]) Q_EMIT dataChanged(index(row), index(row));
}

QVariant SectionsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Node& node = m_nodes[std::size_t(index.row())];
  switch (role) {
    case SectionRole: return node.section;
    case GroupRole: return node.group;
    case Qt::DisplayRole:
    case TitleRole: return node.title;
    case DepthRole: return node.depth;
    case OpenRole: return node.open;
    case OverriddenRole: return node.overridden;
    case InvalidRole: return node.invalid;
    case StrangeRole: return node.section == QStringLiteral("?");
  }
  return {};
}

QHash<int, QByteArray> SectionsModel::roleNames() const {
  return {{SectionRole, "section"}, {GroupRole, "group"},           {TitleRole, "title"},     {DepthRole, "depth"},
          {OpenRole, "isOpen"},     {OverriddenRole, "overridden"}, {InvalidRole, "invalid"}, {StrangeRole, "strange"}};
}
