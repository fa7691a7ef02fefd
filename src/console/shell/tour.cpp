#include "console/shell/tour.h"

#include <QCursor>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

namespace {

// Proportional set size in MB; 0 where the kernel does not tell.
double pssMb() {
  QFile file(QStringLiteral("/proc/self/smaps_rollup"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith("Pss:")) return line.mid(4).trimmed().split(' ').first().toDouble() / 1024;
  return 0;
}

}  // namespace

Tour::Tour(Shell& shell, QQuickWindow* window, TourOptions options, std::function<void(bool)> done, QObject* parent)
    : QObject(parent), m_shell(shell), m_window(window), m_options(std::move(options)), m_done(std::move(done)) {
  if (m_options.pages.isEmpty())
    for (const PageEntry& page : m_shell.pages()->pages()) m_options.pages.append(page.id);
  QDir().mkpath(m_options.folder);
  QCursor::setPos(0, 0);  // keeps hover states out of the pictures
  m_window->resize(1440, 900);
  connect(&m_look, &QTimer::timeout, this, &Tour::look);
  connect(&m_beat, &QTimer::timeout, this, &Tour::beat);
  m_beat.setTimerType(Qt::PreciseTimer);
  m_beat.start(5);
  m_beatTime.start();
  next();
}

void Tour::beat() { m_longestStallMs = std::max(m_longestStallMs, m_beatTime.restart()); }

void Tour::next() {
  if (++m_at >= m_options.pages.size()) return finish();
  m_calm = 0;
  m_pageTime.start();
  m_shell.workspace()->notices()->dismissAll();  // toasts would hide what the picture is of
  m_look.start(50);
}

void Tour::look() {
  const QString& page = m_options.pages[m_at];
  // The pages after Connect read the server through its forwards.
  const QString what = page == QStringLiteral("Connect") ? QStringLiteral("start") : QString();
  const bool open = m_shell.page() == page || m_shell.open(page, what);
  const bool ready = open && m_shell.pageModel()->isReady() && m_shell.pageModel()->rowCount() > 0;
  if (ready && m_firstRealRowMs < 0) m_firstRealRowMs = QDateTime::currentMSecsSinceEpoch() - m_options.startedAtMs;
  m_calm = ready ? m_calm + 1 : 0;
  // Ready for half a second: what follows the rows (logs, pictures) is there too.
  if (m_calm >= 10) return shoot(true);
  if (m_pageTime.elapsed() > m_options.patienceMs) shoot(false);
}

void Tour::shoot(bool inTime) {
  m_look.stop();
  m_beat.stop();  // reading the picture back is the tour's own doing
  const QString name = m_options.pages[m_at];
  const QString file = name.toLower() + QStringLiteral(".png");
  const bool saved = m_window->grabWindow().save(QDir(m_options.folder).filePath(file));
  const bool shown = m_shell.page() == name;
  const int rows = shown ? m_shell.pageModel()->rowCount() : 0;
  QJsonObject page{{QStringLiteral("name"), name}, {QStringLiteral("file"), file}, {QStringLiteral("rows"), rows}};
  if (!inTime || !saved) {
    m_good = false;
    const QString why = !shown   ? tr("it could not be opened: no installation was found")
                        : !saved ? tr("%1 could not be written").arg(file)
                                 : tr("it showed no real rows within %1 s").arg(m_options.patienceMs / 1000);
    page.insert(QStringLiteral("problem"), why);
    QTextStream(stderr) << name << ": " << why << '\n';
  }
  m_pages.append(page);
  m_beatTime.restart();
  m_beat.start(5);
  next();
}

void Tour::finish() {
  const QJsonObject tour{{QStringLiteral("firstRealRowMs"), m_firstRealRowMs},
                         {QStringLiteral("pssMb"), std::round(pssMb() * 10) / 10},
                         {QStringLiteral("longestStallMs"), m_longestStallMs},
                         {QStringLiteral("pages"), m_pages}};
  QFile file(QDir(m_options.folder).filePath(QStringLiteral("tour.json")));
  const bool written = file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(tour).toJson()) > 0;
  if (!written) QTextStream(stderr) << file.fileName() << ": " << file.errorString() << '\n';
  m_done(m_good && written);
}
