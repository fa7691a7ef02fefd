#include "console/values/manifestpreview.h"

using namespace cleardeck;

ManifestPreview::ManifestPreview(QObject* parent) : QObject(parent) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(500);
  connect(&m_timer, &QTimer::timeout, this, &ManifestPreview::run);
}

void ManifestPreview::ask(const helm::Program& program, const helm::ChartRun& run, const std::string& deployed) {
  if (m_state == Asking && m_run.values == run.values) return;
  m_handle.reset();
  m_program = program;
  m_run = run;
  m_deployed = deployed;
  if (m_shown && m_shownText == run.values) {
    m_timer.stop();
    return become(Live);
  }
  m_timer.start();
  become(Asking);
}

void ManifestPreview::freeze(const QString& why) {
  m_timer.stop();
  m_handle.reset();
  become(Frozen, why);
}

void ManifestPreview::clear() {
  m_timer.stop();
  m_handle.reset();
  m_shown = false;
  m_rollouts = 0;
  m_restarts.clear();
  m_objects.set({});
  m_diff = {};
  become(Unchanged);
}

void ManifestPreview::run() {
  m_handle = m_jobs->preview(m_program, m_run, m_deployed, [this](auto diff) { take(std::move(diff)); });
}

void ManifestPreview::take(Result<helm::ManifestDiff> diff) {
  if (!diff) {
    const Error& error = diff.error();
    return become(Failed, QString::fromStdString(error.message), QString::fromStdString(error.hint));
  }
  QStringList names;
  for (const std::string& title : diff->restarts) names.append(QString::fromStdString(title));
  m_restarts = names.join(QStringLiteral(", "));
  m_rollouts = int(names.size());
  m_objects.set(*diff);
  m_diff = std::move(*diff);
  m_shown = true;
  m_shownText = m_run.values;
  m_time = QTime::currentTime();
  become(Live);
}

void ManifestPreview::become(State state, const QString& why, const QString& hint) {
  m_state = state;
  m_why = why;
  m_hint = hint;
  Q_EMIT changed();
}

QString ManifestPreview::summary() const {
  if (!m_shown) return {};
  const int count = m_objects.rowCount();
  if (count == 0) return tr("No object changes");
  const QString objects = count == 1 ? tr("1 object") : tr("%n objects", "", count);
  const QString rollouts = m_rollouts == 0   ? tr("nothing restarts")
                           : m_rollouts == 1 ? tr("1 rollout")
                                             : tr("%n rollouts", "", m_rollouts);
  return tr("%1, %2").arg(objects, rollouts);
}
