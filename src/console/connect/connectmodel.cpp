#include "console/connect/connectmodel.h"

#include "console/workspace/workspace.h"

#include <QDesktopServices>
#include <QUrl>

using namespace cleardeck;
using installation::Door;

ConnectModel::ConnectModel(PageContext pageContext)
    : PageModel(pageContext), m_key(pageContext.runtime, pageContext.installation), m_connection(pageContext) {
  check();
  auto* target = installation();
  if (!target) return;
  connect(target, &InstallationInfo::changed, this, [this] {
    m_doors.setAddresses(installation()->value().addresses, installation()->value().ns);
    if (m_startWanted) start();
    Q_EMIT changed();
    Q_EMIT readyChanged();
  });
  connect(&m_connection, &ServerConnection::changed, this, &ConnectModel::onConnection);
  connect(&m_key, &AccessKey::changed, this, &ConnectModel::onKey);
  // The contexts were opened anew; what was forwarded through the old ones ends with them.
  connect(&pageContext.workspace, &Workspace::contextsChanged, this, &ConnectModel::stop);
  m_doors.setAddresses(target->value().addresses, target->value().ns);
}

ConnectModel::~ConnectModel() {
  if (!installation()) return;
  m_connection.disconnect(this);
  m_connection.stop();
  context().workspace.connections()->withdraw(installation()->key());
}

void ConnectModel::setShown(bool shown) {
  if (!shown) setRevealed(false);
}

bool ConnectModel::isReady() const {
  if (state() == Off || state() == Failed) return !m_startWanted;
  if (m_connection.doors().empty()) return false;
  return m_doors.isSettled() && !m_key.isReading() && m_key.proof() != AccessKey::Proving;
}

void ConnectModel::openAt(const QString& what) {
  if (what != QStringLiteral("start")) return;
  m_startWanted = true;
  start();
}

ConnectModel::State ConnectModel::state() const { return State(m_connection.state()); }

bridge::ClusterPtr ConnectModel::cluster() const {
  return context().workspace.cluster(installation()->context().toStdString());
}

QString ConnectModel::obstacle() const {
  if (!installation()) return tr("Choose an installation first");
  if (installation()->isGone()) return tr("The installation is no longer in the cluster");
  if (m_doors.found() == 0) return tr("No Service of this installation was found");
  return {};
}

// As the title of a banner: errors begin in lower case, to follow what was being done.
QString ConnectModel::problem() const {
  QString text = m_connection.problem();
  if (const auto* failed = m_doors.failed(); text.isEmpty() && failed)
    text = QString::fromStdString(failed->forward.why);
  return text.isEmpty() ? text : text.at(0).toUpper() + text.mid(1);
}

QString ConnectModel::hint() const {
  if (!m_connection.problem().isEmpty()) return m_connection.hint();
  const auto* failed = m_doors.failed();
  return failed ? QString::fromStdString(failed->forward.hint) : QString();
}

void ConnectModel::setRevealed(bool revealed) {
  if (revealed == m_revealed) return;
  m_revealed = revealed;
  Q_EMIT changed();
}

QString ConnectModel::snippet(Writer write, bool whole) const {
  if (!m_apiAnswered) return {};
  const auto credentials = whole ? m_key.credentials() : m_key.masked();
  return QString::fromStdString(write(m_connection.urls(), credentials)).trimmed();
}

void ConnectModel::start() {
  if (!obstacle().isEmpty()) return;
  m_startWanted = false;
  m_connection.start();
  if (state() != Failed) m_key.lookUp(cluster());
}

void ConnectModel::startAnywhere() {
  if (!obstacle().isEmpty()) return;
  m_connection.startAnywhere();
  if (state() != Failed) m_key.lookUp(cluster());
}

void ConnectModel::stop() {
  m_startWanted = false;
  if (state() != Off) m_connection.stop();
}

void ConnectModel::copySecretKey() { copySecret(QString::fromStdString(m_key.credentials().secret)); }

void ConnectModel::openWeb() {
  if (isWebLive()) QDesktopServices::openUrl(QUrl(QString::fromStdString(m_connection.urls().web)));
}

void ConnectModel::readSecret() { m_key.readSecret(cluster()); }

void ConnectModel::proveAgain() {
  if (m_connection.answers(Door::Api)) m_key.prove(m_connection.urls().api);
}

void ConnectModel::retry() { context().workspace.retry(installation()->context()); }

void ConnectModel::onConnection() {
  m_doors.setForwards(m_connection.doors());
  m_apiAnswered = m_connection.state() == ServerConnection::Up;
  if (!m_connection.answers(Door::Api)) m_key.unprove();
  onKey();
}

// What a key is worth is known only when the server has taken it.
void ConnectModel::onKey() {
  if (m_connection.answers(Door::Api) && m_key.isUntried()) return proveAgain();
  offer();
  check();
  Q_EMIT changed();
  Q_EMIT readyChanged();
}

// Offered once the API has answered, and for as long as the forwards are up: they outlive the pods behind them.
void ConnectModel::offer() {
  auto& connections = *context().workspace.connections();
  if (!m_apiAnswered) return connections.withdraw(installation()->key());
  if (m_key.isReading()) return;
  connections.offer(installation()->key(), ServerAccess{m_connection.urls(), m_key.credentials()});
}

void ConnectModel::check() {
  m_checks.set({checkOf(Door::Web, tr("Web answers")), webCheck(), checkOf(Door::Api, tr("API answers debug.ping")),
                checkOf(Door::Files, tr("Files answer")), keyCheck()});
}

FactRow ConnectModel::checkOf(Door door, const QString& title) const {
  FactRow fact;
  fact.key = fact.title = title;
  const auto* row = m_connection.door(door);
  if (!row) {
    fact.detail = tr("not connected");
    return fact;
  }
  fact.tone = row->answers                                       ? Tone::Ok
              : row->forward.phase == kube::ForwardPhase::Failed ? Tone::Bad
              : row->forward.phase == kube::ForwardPhase::Live   ? Tone::Unknown
                                                                 : Tone::Waiting;
  fact.detail = QString::fromStdString(row->answer);
  if (fact.detail.isEmpty())
    fact.detail = row->forward.phase == kube::ForwardPhase::Live     ? tr("asking")
                  : row->forward.phase == kube::ForwardPhase::Failed ? tr("not asked, the forward failed")
                                                                     : tr("waits for the forward");
  return fact;
}

FactRow ConnectModel::webCheck() const {
  FactRow fact;
  fact.key = fact.title = tr("Web finds its API");
  const auto& ports = m_connection.ports();
  if (!m_connection.door(Door::Web) || !m_apiAnswered) {
    fact.detail = state() == Off || state() == Failed ? tr("not connected") : tr("runs after debug.ping");
    return fact;
  }
  const int wanted = ports.apiThatWebLooksFor();
  const bool right = ports.api == wanted;
  fact.tone = right ? Tone::Ok : Tone::Warn;
  fact.detail = right
                    ? tr("port %1 makes it call %2, forwarded").arg(ports.web).arg(wanted)
                    : tr("it may call port %1, which is not its own API; the chart's publicUrl settles it").arg(wanted);
  return fact;
}

FactRow ConnectModel::keyCheck() const {
  FactRow fact;
  fact.key = fact.title = tr("Login with the key");
  fact.tone = state() == Off ? Tone::Off : Tone::Unknown;
  switch (m_key.proof()) {
    case AccessKey::Proving:
      fact.tone = Tone::Busy;
      fact.detail = tr("asking");
      break;
    case AccessKey::Proven:
      fact.tone = Tone::Ok;
      fact.detail = tr("auth.login worked, you are %1").arg(m_key.user());
      fact.value = m_key.provenAt().toString(QStringLiteral("HH:mm:ss"));
      break;
    case AccessKey::Refused:
      fact.tone = Tone::Bad;
      fact.detail = m_key.problem();
      break;
    case AccessKey::Unproven:
      fact.detail = !m_key.problem().isEmpty() ? m_key.problem()
                    : m_key.isReading()        ? tr("reading the key")
                    : m_key.isKnown()          ? tr("runs after debug.ping")
                                               : tr("there is no key yet");
      if (!m_key.problem().isEmpty()) fact.tone = Tone::Warn;
      break;
  }
  return fact;
}

QList<Command> ConnectModel::commands() {
  if (!installation()) return {};
  const bool on = state() == Starting || state() == Up;
  const auto make = [](const QString& title, const char* icon, const QString& reason, std::function<void()> run) {
    Command command;
    command.title = title;
    command.iconName = QString::fromLatin1(icon);
    command.reason = reason;
    command.run = std::move(run);
    return command;
  };
  Command begin =
      make(tr("Connect this computer"), "cable", on ? tr("connected already") : obstacle(), [this] { start(); });
  begin.keys = QStringLiteral("F");
  begin.commandLine = QStringLiteral("cleardeckctl --context '%1' -n '%2' forward '%3' --print-conf")
                          .arg(installation()->context(), installation()->ns(), installation()->name());
  Command end =
      make(tr("Disconnect this computer"), "unplug", on ? QString() : tr("not connected"), [this] { stop(); });
  end.keys = QStringLiteral("Shift F");
  return {
      begin, end,
      make(tr("Open the web app"), "external-link", isWebLive() ? QString() : tr("connect first"),
           [this] { openWeb(); }),
      make(tr("Copy clearml.conf"), "copy", m_apiAnswered ? QString() : tr("connect first"), [this] { copyConf(); })};
}
