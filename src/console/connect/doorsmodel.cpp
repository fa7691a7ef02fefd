#include "console/connect/doorsmodel.h"

#include "console/tables/text.h"

#include <algorithm>
#include <QDateTime>
#include <QLocale>

using namespace cleardeck;
using installation::Door;
using kube::ForwardPhase;

namespace {

constexpr int tickMs = 2000;
constexpr int ticksShown = 60;

// In units of 1,000, as network tools have them.
QString sizeText(double bytes) {
  return QLocale::c().formattedDataSize(qint64(bytes), bytes < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString durationText(qint64 seconds) {
  if (seconds < 60) return DoorsModel::tr("%1 s").arg(std::max<qint64>(0, seconds));
  if (seconds < 3600) return DoorsModel::tr("%1 min").arg(seconds / 60);
  if (seconds < 86'400) return DoorsModel::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
  return DoorsModel::tr("%1 d %2 h").arg(seconds / 86'400).arg(seconds / 3600 % 24);
}

QString titleOf(Door door) {
  return door == Door::Web   ? DoorsModel::tr("Web")
         : door == Door::Api ? DoorsModel::tr("API")
                             : DoorsModel::tr("Files");
}

Tone::Kind toneOf(DoorsModel::State state) {
  switch (state) {
    case DoorsModel::Off: return Tone::Off;
    case DoorsModel::Starting: return Tone::Busy;
    case DoorsModel::Live: return Tone::Live;
    case DoorsModel::WaitingForPod: return Tone::Waiting;
    case DoorsModel::Reconnecting: return Tone::Busy;
    case DoorsModel::Failed: return Tone::Bad;
  }
  return Tone::Unknown;
}

std::uint64_t bytesOf(const kube::ForwardState& forward) { return forward.bytesUp + forward.bytesDown; }

}  // namespace

DoorsModel::DoorsModel(QObject* parent) : QAbstractListModel(parent) {
  const Door doors[] = {Door::Web, Door::Api, Door::Files};
  for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].address.door = doors[i];
  m_clock.setInterval(tickMs);
  connect(&m_clock, &QTimer::timeout, this, &DoorsModel::tick);
}

void DoorsModel::setAddresses(const std::vector<installation::Address>& addresses, const std::string& ns) {
  m_ns = ns;
  for (Row& row : m_rows)
    for (const auto& address : addresses)
      if (address.door == row.address.door) row.address = address;
  tell();
}

void DoorsModel::setForwards(const std::vector<DoorForward>& forwards) {
  for (Row& row : m_rows) {
    const auto known = std::find_if(forwards.begin(), forwards.end(),
                                    [&row](const DoorForward& forward) { return forward.door == row.address.door; });
    put(row, known == forwards.end() ? nullptr : &*known);
  }
  if (forwards.empty())
    m_clock.stop();
  else if (!m_clock.isActive())
    m_clock.start();
  tell();
}

void DoorsModel::put(Row& row, const DoorForward* forward) {
  if (!forward) {
    row.on = row.lived = false;
    row.forward = DoorForward();
    row.bytes = 0;
    row.history.clear();
    return;
  }
  row.on = true;
  row.forward = *forward;
  row.lived = row.lived || forward->answers;
}

void DoorsModel::tick() {
  for (Row& row : m_rows) {
    if (!row.on) continue;
    const std::uint64_t bytes = bytesOf(row.forward.forward);
    row.history.append(double(bytes - std::min(row.bytes, bytes)) * 1000 / tickMs);
    row.bytes = bytes;
    if (row.history.size() > ticksShown) row.history.removeFirst();
  }
  tell();
}

void DoorsModel::tell() {
  Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT changed();
}

int DoorsModel::live() const {
  return int(std::count_if(m_rows.begin(), m_rows.end(), [this](const Row& row) { return stateOf(row) == Live; }));
}

int DoorsModel::found() const {
  return int(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return !row.address.service.empty(); }));
}

bool DoorsModel::isSettled() const {
  return std::none_of(m_rows.begin(), m_rows.end(), [this](const Row& row) { return stateOf(row) == Starting; });
}

DoorsModel::State DoorsModel::stateOf(int row) const { return stateOf(m_rows[std::size_t(row)]); }

const DoorsModel::DoorForward* DoorsModel::failed() const {
  for (const Row& row : m_rows)
    if (stateOf(row) == Failed) return &row.forward;
  return nullptr;
}

// Live is what answered, not what merely has a pod.
DoorsModel::State DoorsModel::stateOf(const Row& row) const {
  if (!row.on) return Off;
  switch (row.forward.forward.phase) {
    case ForwardPhase::Starting: return Starting;
    case ForwardPhase::Live: return row.forward.answers ? Live : row.lived ? Reconnecting : Starting;
    case ForwardPhase::WaitingForPod: return WaitingForPod;
    case ForwardPhase::Reconnecting: return Reconnecting;
    case ForwardPhase::Failed: return Failed;
  }
  return Off;
}

QString DoorsModel::word(const Row& row) const {
  switch (stateOf(row)) {
    case Off: return tr("Off");
    case Starting: return tr("Starting");
    case Live: return tr("Live");
    case WaitingForPod: return tr("Waiting for pod");
    case Reconnecting: return tr("Reconnecting");
    case Failed: return tr("Failed");
  }
  return {};
}

QString DoorsModel::why(const Row& row) const {
  const auto& forward = row.forward.forward;
  switch (stateOf(row)) {
    case Off: return row.address.service.empty() ? tr("No Service was found") : QString();
    case Live: {
      const qint64 since = std::chrono::system_clock::to_time_t(forward.since);
      const QString age = durationText(QDateTime::currentSecsSinceEpoch() - since);
      return forward.open == 0 ? age : tr("%1, %n open", "", int(forward.open)).arg(age);
    }
    case Starting:
    case Reconnecting:
      if (!row.forward.answer.empty()) return text(row.forward.answer);
      if (!forward.why.empty()) return text(forward.why);
      return forward.pod.empty() ? tr("looking for a pod") : tr("asking the pod");
    case WaitingForPod:
    case Failed: return text(forward.why);
  }
  return {};
}

QVariant DoorsModel::traffic(const Row& row, int role) const {
  const auto& forward = row.forward.forward;
  switch (role) {
    case OpenRole: return int(forward.open);
    case UpRole: return row.on ? sizeText(double(forward.bytesUp)) : QString();
    case DownRole: return row.on ? sizeText(double(forward.bytesDown)) : QString();
    case RateRole:
      return row.history.isEmpty() ? QString() : tr("%1/s", "a size a second").arg(sizeText(row.history.last()));
    default: return QVariant::fromValue(row.history);
  }
}

QVariant DoorsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[std::size_t(index.row())];
  const auto& address = row.address;
  const bool found = !address.service.empty();
  switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return titleOf(address.door);
    case StateRole: return stateOf(row);
    case ToneRole: return toneOf(stateOf(row));
    case WordRole: return word(row);
    case WhyRole: return why(row);
    case HintRole: return text(row.forward.forward.hint);
    case UrlRole: return text(row.forward.url);
    case TargetRole: return found ? text(address.service + ":" + address.port) : QString();
    case PodRole: return text(row.forward.forward.pod);
    case InsideRole: return found ? text("http://" + address.service + "." + m_ns + ":" + address.port) : QString();
    case OutsideRole: return text(address.url);
    case OpenRole:
    case UpRole:
    case DownRole:
    case RateRole:
    case HistoryRole: return traffic(row, role);
  }
  return {};
}

QHash<int, QByteArray> DoorsModel::roleNames() const {
  return {{TitleRole, "title"}, {StateRole, "doorState"}, {ToneRole, "tone"},     {WordRole, "word"},
          {WhyRole, "why"},     {HintRole, "hint"},       {UrlRole, "url"},       {TargetRole, "target"},
          {PodRole, "pod"},     {OpenRole, "open"},       {UpRole, "up"},         {DownRole, "down"},
          {RateRole, "rate"},   {HistoryRole, "history"}, {InsideRole, "inside"}, {OutsideRole, "outside"}};
}
