#include "console/workloads/servicesmodel.h"

#include "console/tables/agetext.h"

using cleardeck::kube::Service;
using cleardeck::kube::ServicePort;

namespace {

QString portsOf(const Service& row) {
  QStringList ports;
  for (const ServicePort& port : row.ports) {
    QString text = QString::number(port.port);
    if (port.nodePort) text += QStringLiteral(":%1").arg(port.nodePort);
    if (!port.targetPort.empty() && port.targetPort != std::to_string(port.port))
      text += QStringLiteral(" → %1").arg(QString::fromStdString(port.targetPort));
    ports.append(text);
  }
  return ports.join(QStringLiteral(", "));
}

QString addressOf(const Service& row) {
  if (!row.addresses.empty()) return QString::fromStdString(row.addresses.front());
  return QString::fromStdString(row.externalName.empty() ? row.clusterIP : row.externalName);
}

}  // namespace

QVariant ServicesModel::cell(Slot slot, int column) const {
  const Service& row = m_rows[slot];
  switch (column) {
    case NameColumn: return QString::fromStdString(row.name);
    case TypeColumn: return QString::fromStdString(row.type);
    case AddressColumn: return addressOf(row);
    case PortsColumn: return portsOf(row);
    case SelectorColumn: return QString::fromStdString(row.selector.selectorText());
    case AgeColumn: return ageText(QDateTime::currentSecsSinceEpoch() - row.createdAt);
  }
  return {};
}

bool ServicesModel::before(Slot a, Slot b, int column) const {
  const Service &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case NameColumn: return left.name < right.name;
    case TypeColumn: return left.type < right.type;
    case AddressColumn: return left.clusterIP < right.clusterIP;
    case PortsColumn: return !right.ports.empty() && (left.ports.empty() || left.ports[0].port < right.ports[0].port);
    case AgeColumn: return left.createdAt > right.createdAt;
  }
  return false;
}
