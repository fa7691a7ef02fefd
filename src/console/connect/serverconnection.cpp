#include "console/connect/serverconnection.h"

#include "console/workspace/workspace.h"

#include <QUrl>

using namespace cleardeck;
using installation::Door;

ServerConnection::ServerConnection(PageContext context, QObject* parent) : QObject(parent), m_context(context) {}

void ServerConnection::start() {
  if (m_state == Starting || m_state == Up) return;
  const auto kept = portmemory::of(m_context.installation->key());
  // Ports that were kept are in somebody's clearml.conf: nothing else is tried behind their back.
  m_otherwise.clear();
  if (!kept.known) m_otherwise = {LocalPorts::any(), LocalPorts::second()};
  begin(kept.known ? kept.ports : LocalPorts::standard());
}

void ServerConnection::startAnywhere() {
  if (m_state == Starting || m_state == Up) return;
  m_otherwise.clear();
  begin(LocalPorts::any());
}

void ServerConnection::begin(LocalPorts ports) {
  m_doors.clear();
  m_problem.clear();
  m_hint.clear();
  m_portTaken = false;
  m_ports = ports;
  const std::string name = m_context.installation->context().toStdString();
  auto cluster = m_context.workspace.cluster(name);
  if (!cluster)
    return fail(Error(ErrorKind::NotFound, "the context " + name + " is not open any more")
                    .withHint("Open its kubeconfig again"));
  installation::ConnectionOptions options;
  for (const Door door : {Door::Web, Door::Api, Door::Files}) options.localPorts[door] = ports.of(door);
  enter(Starting);
  m_handle = bridge::connection(cluster, m_context.installation->value(), options,
                                [this](bridge::DoorBatch batch) { apply(std::move(batch)); });
}

void ServerConnection::stop() {
  m_handle.reset();
  m_doors.clear();
  m_problem.clear();
  m_hint.clear();
  m_portTaken = false;
  enter(Off);
}

void ServerConnection::apply(bridge::DoorBatch batch) {
  for (DoorForward& row : batch.items) put(std::move(row));
  if (batch.ended && !*batch.ended) return fail(batch.ended->error());
  if (batch.ended) return fail(Error(ErrorKind::Internal, "the connection ended by itself"));
  const bool up = m_state != Up && answers(Door::Api);
  if (up) portmemory::keep(m_context.installation->key(), m_ports);
  enter(up ? Up : m_state == Off ? Starting : m_state);
}

void ServerConnection::put(DoorForward row) {
  if (row.forward.localPort != 0) m_ports.set(row.door, row.forward.localPort);
  m_doors.insert_or_assign(row.door, std::move(row));
}

void ServerConnection::fail(const Error& error) {
  m_handle.reset();
  if (error.kind == ErrorKind::Conflict && !m_otherwise.empty()) {
    const LocalPorts next = m_otherwise.back();
    m_otherwise.pop_back();
    return begin(next);
  }
  m_doors.clear();
  m_problem = QString::fromStdString(error.message);
  m_hint = QString::fromStdString(error.hint);
  m_portTaken = error.kind == ErrorKind::Conflict;
  enter(Failed);
}

void ServerConnection::enter(State state) {
  m_state = state;
  const QString key = m_context.installation->key();
  m_context.workspace.connections()->count(key, live(), int(m_doors.size()));
  Q_EMIT changed();
}

std::vector<ServerConnection::DoorForward> ServerConnection::doors() const {
  std::vector<DoorForward> rows;
  for (const auto& [door, row] : m_doors) rows.push_back(row);
  return rows;
}

const ServerConnection::DoorForward* ServerConnection::door(Door door) const {
  const auto known = m_doors.find(door);
  return known == m_doors.end() ? nullptr : &known->second;
}

bool ServerConnection::answers(Door which) const {
  const auto* row = door(which);
  return row && row->answers;
}

int ServerConnection::live() const {
  int count = 0;
  for (const auto& [door, row] : m_doors) count += row.answers;
  return count;
}

clearml::ServerUrls ServerConnection::urls() const {
  const auto url = [this](Door which) { return door(which) ? door(which)->url : std::string(); };
  clearml::ServerUrls urls;
  urls.web = url(Door::Web);
  urls.api = url(Door::Api);
  urls.files = url(Door::Files);
  return urls;
}
