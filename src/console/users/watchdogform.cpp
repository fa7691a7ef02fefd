#include "console/users/watchdogform.h"

#include "console/tables/agetext.h"
#include "console/tables/text.h"
#include "console/workspace/installationinfo.h"
#include "helm/values.h"

using namespace cleardeck;
using installation::durationText;

namespace {

QString watchdogValue(const std::optional<yaml::Value>& value) {
  return value ? text(yaml::toJson(*value)) : WatchdogForm::tr("chart's default");
}

// A map that is new or gone is its values.
void appendLeaves(const yaml::Path& path, const std::optional<yaml::Value>& before,
                  const std::optional<yaml::Value>& after, QList<FactRow>& rows) {
  const auto& whole = after ? after : before;
  if ((!before || !after) && whole->is_object() && !whole->empty()) {
    for (const auto& [key, item] : whole->items()) {
      auto below = path;
      below.emplace_back(key);
      appendLeaves(below, before ? std::optional(item) : std::nullopt, after ? std::optional(item) : std::nullopt,
                   rows);
    }
    return;
  }
  FactRow row;
  row.key = row.title = text(yaml::toString(path));
  row.detail = watchdogValue(before);
  row.value = watchdogValue(after);
  rows.append(row);
}

}  // namespace

WatchdogForm::WatchdogForm(UsersJobs* jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {}

installation::Flavour WatchdogForm::flavour() const {
  return m_installation ? m_installation->value().flavour : installation::Flavour::ClearDeck;
}

void WatchdogForm::load() {
  if (m_state != Ready) m_state = Loading;
  Q_EMIT changed();
  m_opening = m_jobs->openValues([this](auto values) { loaded(std::move(values)); });
}

void WatchdogForm::loaded(Result<installation::OpenedValues> values) {
  auto now = values ? installation::watchdogIn(values->session->effective(), flavour())
                    : Result<installation::WatchdogInValues>(values.error());
  m_state = now ? Ready : Failed;
  m_problem = now ? QString() : text(now.error().message);
  m_hint = now ? QString() : text(now.error().hint);
  if (now) {
    m_values = std::move(*values);
    m_now = std::move(*now);
    return forgetEdits();
  }
  Q_EMIT changed();
}

void WatchdogForm::forgetEdits() {
  m_wanted = m_now.settings;
  m_threshold = text(durationText(m_wanted.thresholdSeconds));
  m_interval = text(durationText(m_wanted.intervalSeconds));
  judge();
}

void WatchdogForm::setEnabled(bool enabled) {
  if (m_wanted.enabled == enabled) return;
  m_wanted.enabled = enabled;
  judge();
}

void WatchdogForm::setThreshold(const QString& text) {
  if (m_threshold == text) return;
  m_threshold = text;
  read();
}

void WatchdogForm::setInterval(const QString& text) {
  if (m_interval == text) return;
  m_interval = text;
  read();
}

void WatchdogForm::read() {
  const auto threshold = installation::secondsFromText(m_threshold.toStdString());
  const auto interval = installation::secondsFromText(m_interval.toStdString());
  if (threshold) m_wanted.thresholdSeconds = *threshold;
  if (interval) m_wanted.intervalSeconds = *interval;
  judge();
}

// The fields may say what is no length of time; then the last one that was one still counts for the list.
void WatchdogForm::judge() {
  m_run.reset();
  m_previewing.reset();
  m_busy.clear();
  m_effect.clear();
  m_changes.set({});
  m_invalid.clear();
  for (const QString& field : {m_threshold, m_interval})
    if (auto seconds = installation::secondsFromText(field.toStdString()); !seconds)
      m_invalid = text(seconds.error().text());
  if (m_invalid.isEmpty())
    if (auto good = installation::judge(m_wanted); !good) m_invalid = text(good.error().text());
  list();
}

bool WatchdogForm::isEdited() const { return m_state == Ready && !(m_wanted == m_now.settings); }

QString WatchdogForm::unsure() const { return text(m_now.unsure); }

QString WatchdogForm::deployed() const {
  const auto& now = m_now.settings;
  if (!now.enabled) return tr("The watchdog is off: nothing is stopped.");
  return tr("Stops what has not reported for %1; looks every %2.")
      .arg(text(durationText(now.thresholdSeconds)), text(durationText(now.intervalSeconds)));
}

QString WatchdogForm::cannotApply() const {
  if (!m_invalid.isEmpty()) return m_invalid;
  if (!isEdited()) return tr("Nothing is changed");
  if (m_values.whyNotApply) return text(m_values.whyNotApply->text());
  return m_busy;
}

void WatchdogForm::review() {
  if (!cannotApply().isEmpty()) return;
  auto& session = *m_values.session;
  const std::string before = session.text();  // the edits are made anew each time
  auto set = installation::setWatchdog(session, flavour(), m_wanted);
  auto run = set ? session.plan() : Result<helm::ChartRun>(set.error());
  const auto changes = session.changes();
  auto restored = session.replaceText(before);
  if (run && !restored) run = restored.error();
  if (!run) return Q_EMIT failed(tr("The watchdog cannot be set so"), run.error()), void();
  QList<FactRow> rows;
  for (const auto& change : changes) appendLeaves(change.path, change.before, change.after, rows);
  m_changes.set(rows);
  m_run = *run;
  m_busy = tr("Asking the server what changes");
  m_previewing = m_jobs->preview(m_values.program, *run, m_values.session->release().manifest,
                                 [this](auto diff) { previewed(std::move(diff)); });
  Q_EMIT changed();
}

void WatchdogForm::previewed(Result<helm::ManifestDiff> diff) {
  m_busy.clear();
  if (!diff) {
    m_run.reset();
    Q_EMIT failed(tr("The server refused the dry run"), diff.error());
    return Q_EMIT changed(), void();
  }
  QStringList objects, restarts;
  for (const auto& restart : diff->restarts) restarts.append(text(restart));
  for (const auto& object : diff->objects) objects.append(text(object.title()));
  m_effect = objects.isEmpty() ? tr("No object changes") : tr("Changes %1").arg(objects.join(QStringLiteral(", ")));
  if (!restarts.isEmpty()) m_effect += tr("; restarts %1").arg(restarts.join(QStringLiteral(", ")));
  Q_EMIT changed();
}

void WatchdogForm::apply() {
  if (!m_run || !m_busy.isEmpty() || m_effect.isEmpty()) return;
  m_busy = tr("Applying");
  m_applying =
      m_jobs->apply(m_values.program, *m_run, m_values.session->release().revision, [this](Result<int> revision) {
        m_busy.clear();
        m_run.reset();
        if (!revision) {
          Q_EMIT failed(tr("The watchdog was not changed"), revision.error());
          return Q_EMIT changed(), void();
        }
        Q_EMIT told(Tone::Ok, tr("The watchdog is changed"), tr("Revision %1, chart as before").arg(*revision));
        load();
      });
  Q_EMIT changed();
}

void WatchdogForm::ask(const std::string& apiUrl, const clearml::Credentials& credentials) {
  if (m_silence != Known) m_silence = Asking;
  m_asking = m_jobs->running(apiUrl, credentials, [this](Result<UsersJobs::Tasks> tasks) {
    m_silence = tasks ? Known : Unknown;
    m_silenceProblem = tasks ? QString() : text(tasks.error().text());
    m_tasks = tasks ? std::move(*tasks) : UsersJobs::Tasks();
    list();
  });
  Q_EMIT changed();
}

void WatchdogForm::forgetTasks() {
  m_asking.reset();
  m_silence = NotConnected;
  m_tasks.clear();
  list();
}

int WatchdogForm::stoppedNow() const {
  if (!m_now.settings.enabled) return 0;
  return int(
      installation::wouldStop(m_tasks, m_now.settings.thresholdSeconds, std::chrono::system_clock::now()).size());
}

void WatchdogForm::list() {
  const auto now = std::chrono::system_clock::now();
  QList<FactRow> rows;
  if (m_wanted.enabled)
    for (const auto& task : installation::wouldStop(m_tasks, m_wanted.thresholdSeconds, now)) {
      FactRow row;
      row.key = row.link = text(task.uid);
      row.title = text(task.name);
      row.detail = text(task.projectName) + (task.user.empty() ? QString() : tr(", by %1").arg(text(task.user)));
      const auto silent = std::chrono::duration_cast<std::chrono::seconds>(now - task.lastUpdate).count();
      row.value = ageText(silent);
      row.tone = Tone::Warn;
      rows.append(row);
    }
  m_stopped.set(rows);
  Q_EMIT changed();
}
