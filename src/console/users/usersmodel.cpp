#include "console/users/usersmodel.h"

#include "base/password.h"
#include "console/users/usersteps.h"
#include "console/workspace/workspace.h"

#include <QTime>

using namespace cleardeck;
using installation::UserChange;

namespace {

constexpr std::size_t longestPassword = 72;  // bytes; bcrypt ignores the rest

UserChange changeOf(int action, const QString& login, const QString& name) {
  const auto shown = name.trimmed().isEmpty() ? login : name.trimmed();
  return UserChange(UserChange::Kind(action), login.toStdString(), shown.toStdString());
}

bool asksPassword(int action) { return action == UsersModel::Add || action == UsersModel::Reset; }

}  // namespace

UsersModel::UsersModel(PageContext given, UsersJobs jobs)
    : PageModel(std::move(given)),
      m_jobs(jobs.read ? std::move(jobs) : realUsersJobs(context(), this)),
      m_watchdog(&m_jobs) {
  m_watchdog.use(installation());
  connect(this, &UsersModel::changed, this, &PageModel::readyChanged);
  connect(&m_watchdog, &WatchdogForm::changed, this, &PageModel::readyChanged);
  connect(&m_watchdog, &WatchdogForm::told, this, [this](int tone, const QString& title, const QString& detail) {
    context().notices.say(Tone::Kind(tone), title, detail);
  });
  connect(&m_watchdog, &WatchdogForm::failed, this,
          [this](const QString& title, const Error& error) { context().notices.fail(title, error); });
  connect(context().workspace.connections(), &OpenConnections::changed, this, [this](const QString& key) {
    if (installation() && key == installation()->key()) followConnection();
  });
}

void UsersModel::setShown(bool shown) {
  if (!shown || !installation() || installation()->isGone() || !m_busy.isEmpty()) return;
  reload();
  followConnection();
}

// The Connect page says how the server is reached.
void UsersModel::followConnection() {
  const ServerAccess* access = context().workspace.connections()->of(installation()->key());
  if (!access || access->credentials.key.empty()) return m_watchdog.forgetTasks();
  m_watchdog.ask(access->urls.api, access->credentials);
}

bool UsersModel::isReady() const {
  const bool asked = m_watchdog.silence() != WatchdogForm::Asking && m_watchdog.state() == WatchdogForm::Ready;
  return m_state == Ready && m_busy.isEmpty() && asked;
}

int UsersModel::rowCount() const {
  constexpr int settings = 3;
  return m_users.count() + (m_watchdog.state() == WatchdogForm::Ready ? settings : 0);
}

void UsersModel::reload() {
  if (!installation()) return;
  if (m_state != Ready) m_state = Loading;
  Q_EMIT changed();
  m_reading = m_jobs.read([this](auto state) { opened(std::move(state)); });
  if (!m_watchdog.isEdited()) m_watchdog.load();
}

void UsersModel::opened(Result<installation::UsersState> state) {
  if (state) return take(std::move(*state));
  enter(state.error().kind == ErrorKind::Forbidden ? Forbidden : Failed, state.error());
}

void UsersModel::enter(State state, const Error& error) {
  m_state = state;
  m_problem = text(error.message);
  m_hint = text(error.hint);
  Q_EMIT changed();
}

void UsersModel::take(installation::UsersState state) {
  m_state = Ready;
  m_seen = std::move(state);
  list();
  count();
}

void UsersModel::count() {
  std::vector<std::string> logins;
  for (const auto& user : m_seen.file.users) logins.push_back(user.username);
  if (logins.empty()) return;
  m_counting = m_jobs.count(m_seen.company, logins, [this](Result<installation::KeyCounts> counts) {
    if (!counts) return;  // its reason is in the counts
    m_counts = std::move(*counts);
    list();
  });
}

void UsersModel::list() {
  QList<FactRow> rows;
  for (const auto& user : m_seen.file.users) {
    FactRow row;
    row.key = row.title = text(user.username);
    row.detail = text(user.name);
    const auto known = m_counts.keys.find(user.username);
    row.value = known == m_counts.keys.end() ? QString() : QString::number(known->second);
    const auto proof = m_proofs.find(user.username);
    row.link = proof == m_proofs.end() ? QString() : proof->second;
    row.tone = row.link.isEmpty() ? Tone::Off : Tone::Ok;
    rows.append(row);
  }
  m_users.set(rows);
  Q_EMIT changed();
}

QString UsersModel::place() const {
  using installation::UsersPlace;
  switch (m_seen.home.place) {
    case UsersPlace::Secret:
      return tr("Kept in the Secret %1, which %2 reads when it starts.")
          .arg(text(m_seen.home.object), text(m_seen.workload));
    case UsersPlace::Values: return tr("Kept in the values, at %1.").arg(text(m_seen.home.valuesPath));
    case UsersPlace::ConfigMap: return tr("Kept in the ConfigMap %1.").arg(text(m_seen.home.object));
    case UsersPlace::Off: break;
  }
  return tr("Fixed users are off: everybody who reaches the web application gives a name and is in.");
}

QString UsersModel::readOnly() const {
  return m_state == Ready && m_seen.whyReadOnly && !m_seen.isOff() ? text(m_seen.whyReadOnly->message) : QString();
}

QString UsersModel::readOnlyHint() const { return m_seen.whyReadOnly ? text(m_seen.whyReadOnly->hint) : QString(); }

QString UsersModel::generatePassword() const { return ::text(cleardeck::generatePassword()); }

QString UsersModel::judge(int action, const QString& login, const QString& name, const QString& password) const {
  const auto change = changeOf(action, login, name);
  if (action == Add) {
    if (auto good = installation::judgeLogin(change.username); !good) return text(good.error().message);
    for (const auto& user : m_seen.file.users)
      if (user.username == change.username) return tr("There is a user %1 already").arg(login);
  }
  if (action == Add || action == Rename)
    if (auto good = installation::judgeDisplayName(change.name); !good) return text(good.error().message);
  if (action == Rename && nameOf(login) == text(change.name)) return tr("That is the name already");
  if (asksPassword(action) && password.isEmpty()) return tr("Give a password, or make one");
  if (asksPassword(action) && password.toStdString().size() > longestPassword)
    return tr("The password has more than 72 bytes, and bcrypt ignores the rest");
  if (action == Remove && m_seen.file.users.size() == 1) return tr("The last user: nobody could log in any more");
  return {};
}

void UsersModel::prepare(int action, const QString& login, const QString& name) {
  m_steps.set(userSteps(m_seen, installation()->value(), changeOf(action, login, name), m_counts));
}

void UsersModel::carryOut(int action, const QString& login, const QString& name, const QString& password) {
  if (!m_busy.isEmpty() || m_state != Ready || !judge(action, login, name, password).isEmpty()) return;
  bridge::UsersWish wish;
  wish.seen = m_seen;
  wish.change = changeOf(action, login, name);
  wish.password = password.toStdString();
  wish.mayRewrite = true;  // the sheet has said so
  m_busy = text(sentence(wish.change));
  m_notice = context().notices.say(Tone::Busy, m_busy, tr("Writing"));
  auto told = wish;
  told.password.clear();
  m_changing = m_jobs.change(std::move(wish), [this, told](auto batch) { onPiece(told, std::move(batch)); });
  Q_EMIT changed();
}

void UsersModel::onPiece(const bridge::UsersWish& wish, bridge::UsersBatch batch) {
  for (const auto& piece : batch.items) {
    if (const auto* step = std::get_if<std::string>(&piece))
      context().notices.change(m_notice, Tone::Busy, text(sentence(wish.change)), text(*step));
    else
      finish(wish, std::get<bridge::UsersOutcome>(piece));
  }
  if (!batch.ended || *batch.ended || batch.ended->error().kind == ErrorKind::Cancelled) return;
  m_busy.clear();
  context().notices.dismiss(m_notice);
  context().notices.fail(tr("Not done: %1").arg(text(sentence(wish.change))), batch.ended->error());
  reload();  // the Secret may be another by now
}

void UsersModel::finish(const bridge::UsersWish& wish, const bridge::UsersOutcome& outcome) {
  using Proof = installation::LoginProof;
  m_busy.clear();
  const auto& login = wish.change.username;
  if (outcome.proof.verdict == Proof::Accepted)
    m_proofs[login] = tr("proved by login at %1").arg(QTime::currentTime().toString(QStringLiteral("HH:mm")));
  else if (wish.change.kind != UserChange::Rename)
    m_proofs.erase(login);
  const bool refused = outcome.proof.verdict == Proof::Refused;
  const QString detail = outcome.proof.verdict == Proof::Accepted ? tr("%1 logs in with it.").arg(text(login))
                         : refused ? tr("But the server refuses the login: %1").arg(text(outcome.proof.why))
                                   : tr("Not proven by logging in: %1.").arg(text(outcome.proof.why));
  context().notices.change(m_notice, refused ? Tone::Bad : Tone::Ok, tr("Done: %1").arg(text(sentence(wish.change))),
                           detail);
  const bool switchedOn = wish.seen.isOff();
  take(outcome.state);
  if (switchedOn) m_watchdog.load();  // the release has another revision
}

QString UsersModel::nameOf(const QString& login) const {
  for (const auto& user : m_seen.file.users)
    if (text(user.username) == login) return text(user.name);
  return {};
}

void UsersModel::copyCommand(int action, const QString& login, const QString& name) {
  copy(userCommand(installation()->value(), changeOf(action, login, name)));
}

QList<Command> UsersModel::commands() {
  Command add;
  add.title = tr("Add a user");
  add.iconName = QStringLiteral("plus");
  add.keys = QStringLiteral("N");
  add.keywords = tr("fixed users password login account");
  add.reason = m_state != Ready ? tr("The users are not read") : !m_busy.isEmpty() ? m_busy : readOnly();
  add.run = [this] { Q_EMIT actionRequested(Add); };
  Command again;
  again.title = tr("Read the users again");
  again.iconName = QStringLiteral("refresh-cw");
  again.run = [this] { reload(); };
  return {add, again};
}
