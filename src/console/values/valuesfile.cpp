#include "console/values/valuesfile.h"

#include "console/tables/text.h"
#include "console/values/valuesdraft.h"
#include "console/values/yamlview.h"
#include "helm/diff.h"

#include <QDir>
#include <QFileInfo>

using namespace cleardeck;

namespace {

std::filesystem::path fileAt(const QString& path) {
  QString whole = path.trimmed();
  if (whole == QStringLiteral("~") || whole.startsWith(QStringLiteral("~/"))) whole.replace(0, 1, QDir::homePath());
  return QDir::cleanPath(QDir().absoluteFilePath(whole)).toStdString();
}

}  // namespace

ValuesFile::ValuesFile(ValuesDraft& draft, QObject* parent) : QObject(parent), m_draft(draft) {
  m_difference.setDiff(true);
  // Editors write in several steps: a moment of rest, then one look.
  m_wait.setSingleShot(true);
  m_wait.setInterval(150);
  connect(&m_wait, &QTimer::timeout, this, &ValuesFile::look);
  connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_wait, qOverload<>(&QTimer::start));
  connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_wait, qOverload<>(&QTimer::start));
  connect(&draft, &ValuesDraft::changed, this, &ValuesFile::changed);
}

void ValuesFile::load(const helm::ReleaseKey& key, const installation::OverridesFile& file, int drifted,
                      const std::string& shown) {
  m_key = key;
  m_path = ::text(file.path.string());
  m_disk = file.text;
  m_begun = shown;
  m_drifted = drifted;
  watch();
  if (!file.problem) return become(Fine);
  become(file.problem->kind == ErrorKind::NotFound ? Gone : Broken, ::text(file.problem->text()));
}

QString ValuesFile::name() const { return isOwn() ? QFileInfo(m_path).fileName() : QStringLiteral("overrides.yaml"); }

bool ValuesFile::isUnsaved() const { return isOwn() && m_draft.session() && m_draft.session()->text() != m_disk; }

// Its folder too: most programs write beside a file and rename.
void ValuesFile::watch() {
  if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
  if (!m_watcher.directories().isEmpty()) m_watcher.removePaths(m_watcher.directories());
  if (!isOwn()) return;
  const QFileInfo file(m_path);
  if (file.dir().exists()) m_watcher.addPath(file.dir().absolutePath());
  if (file.exists()) m_watcher.addPath(m_path);
}

void ValuesFile::look() {
  if (!isOwn()) return;
  watch();  // a file that was replaced is a new one to the watcher
  const auto now = helm::readOverrides(m_path.toStdString());
  if (!now) return become(now.error().kind == ErrorKind::NotFound ? Gone : Broken, ::text(now.error().text()));
  if (*now == m_disk) return m_state == Refused ? void() : become(Fine);
  const bool edited = m_draft.session() && m_draft.session()->text() != m_begun;
  if (edited || m_draft.isTextOpen()) return become(Changed);
  takeDisk();
}

bool ValuesFile::take(const std::string& text_) {
  m_drifted = 0;
  if (m_draft.replaceText(::text(text_))) {
    m_begun = text_;
    return true;
  }
  const QString why = m_draft.textProblem();
  m_draft.setTextOpen(false);
  become(Broken, QStringLiteral("%1: %2").arg(name(), why));
  return false;
}

void ValuesFile::takeDisk() {
  const auto now = helm::readOverrides(m_path.toStdString());
  if (!now) return become(now.error().kind == ErrorKind::NotFound ? Gone : Broken, ::text(now.error().text()));
  if (!take(*now)) return;
  m_disk = *now;
  become(Fine);
}

void ValuesFile::keepMine() {
  const auto now = helm::readOverrides(m_path.toStdString());
  if (now) m_disk = *now;
  become(Fine);
}

bool ValuesFile::refuse(const Error& error) {
  become(error.kind == ErrorKind::Conflict && isOwn() ? Changed : Refused, ::text(error.text()));
  return false;
}

bool ValuesFile::choose(const std::filesystem::path& file, const std::string& said) {
  m_path = ::text(file.string());
  m_disk = m_begun = said;
  watch();
  const auto remembered = helm::chooseOverrides(m_key, file);
  if (!remembered) return refuse(remembered.error());
  become(Fine);
  return true;
}

bool ValuesFile::open(const QString& path) {
  const auto file = fileAt(path);
  const auto said = helm::readOverrides(file);
  if (!said) {
    become(Refused, ::text(said.error().text()));
    return false;
  }
  if (m_draft.replaceText(::text(*said))) {
    m_drifted = 0;
    return choose(file, *said);
  }
  const QString why = m_draft.textProblem();
  m_draft.setTextOpen(false);
  become(Refused, QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), why));
  return false;
}

bool ValuesFile::save() {
  if (!isOwn() || !m_draft.session()) return false;
  if (m_state == Broken)
    return refuse(Error(ErrorKind::Conflict, m_path.toStdString() + " holds a text that was not taken over")
                      .withHint("Correct it there, or keep the draft in its place"));
  const std::string said = m_draft.session()->text();
  const auto written = helm::writeOverrides(m_path.toStdString(), said, m_disk);
  if (!written) return refuse(written.error());
  m_disk = m_begun = said;
  m_drifted = 0;
  watch();
  become(Fine);
  return true;
}

bool ValuesFile::saveAs(const QString& path) {
  if (!m_draft.session()) return false;
  const auto file = fileAt(path);
  const std::string said = m_draft.session()->text();
  const auto written = helm::writeOverrides(file, said, std::nullopt);
  if (!written) {
    become(Refused, ::text(written.error().text()));
    return false;
  }
  return choose(file, said);
}

Result<Done> ValuesFile::keep() {
  if (!isOwn() || !m_draft.session()) return Done();
  const std::string said = m_draft.session()->text();
  auto written = helm::writeOverrides(m_path.toStdString(), said, m_disk);
  if (written) m_disk = m_begun = said;
  return written;
}

void ValuesFile::forget() {
  const auto forgotten = helm::chooseOverrides(m_key, std::nullopt);
  if (!forgotten) return become(Refused, ::text(forgotten.error().text()));
  m_path.clear();
  m_disk.clear();
  m_drifted = 0;
  watch();
  become(Fine);
}

bool ValuesFile::takeCluster() { return m_draft.bringToDeployed() && save(); }

// A file that is no YAML cannot be masked, and is not shown.
void ValuesFile::compare() {
  const auto now = isOwn() ? helm::readOverrides(m_path.toStdString()) : Result<std::string>(m_disk);
  const auto document = now ? yaml::Document::parse(*now) : Result<yaml::Document>(now.error());
  if (!document || !m_draft.session())
    return m_difference.setText(document ? QString() : ::text(document.error().text()));
  const auto& rows = m_draft.fields()->rows();
  const QString before = maskedText(*document, rows), after = maskedText(m_draft.session()->document(), rows);
  QStringList lines;
  for (const auto& line : helm::diffLines(before.toStdString(), after.toStdString()))
    lines.append((line.mark == '@' ? QString() : QString(QLatin1Char(line.mark))) + ::text(line.text));
  m_difference.setText(lines.join(u'\n'));
}

QString ValuesFile::suggested() const {
  if (isOwn()) return m_path;
  return QDir::homePath() + u'/' + ::text(m_key.release) + QStringLiteral("-values.yaml");
}

QStringList ValuesFile::complete(const QString& typed) const {
  const QFileInfo begun(::text(fileAt(typed).string()));
  const bool inside = typed.endsWith(u'/') || typed.isEmpty();
  const QDir folder = inside ? QDir(begun.absoluteFilePath()) : begun.dir();
  const QString prefix = inside ? QString() : begun.fileName();
  QStringList found;
  const auto filter = QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot;
  for (const QFileInfo& one : folder.entryInfoList({prefix + u'*'}, filter, QDir::DirsFirst | QDir::Name)) {
    const bool yaml = one.suffix() == QStringLiteral("yaml") || one.suffix() == QStringLiteral("yml");
    if (one.isDir() || yaml) found.append(one.absoluteFilePath() + (one.isDir() ? QStringLiteral("/") : QString()));
    if (found.size() == 8) break;
  }
  return found;
}

void ValuesFile::become(State state, const QString& problem) {
  m_state = state;
  m_problem = problem;
  Q_EMIT changed();
}
