/// The file that the overrides belong to: opened, saved, watched, compared. It is the user's: nothing is written over
/// what this window has not read.
#pragma once
#include "console/tables/codelines.h"
#include "helm/overrides_file.h"
#include "installation/values_change.h"

#include <QFileSystemWatcher>
#include <QTimer>

class ValuesDraft;

class ValuesFile : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(QString path READ path NOTIFY changed)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(bool own READ isOwn NOTIFY changed)
  Q_PROPERTY(bool unsaved READ isUnsaved NOTIFY changed)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(int drifted READ drifted NOTIFY changed)
  Q_PROPERTY(CodeLines* difference READ difference CONSTANT)
 public:
  enum State {
    Fine,
    Changed,  ///< another program has written it, and the draft has edits of its own
    Broken,   ///< it is no values file; `problem` names the line. The form shows the last good text
    Gone,     ///< it is not there any more
    Refused,  ///< what was asked for last was not done; `problem` says why
  };
  Q_ENUM(State)
  explicit ValuesFile(ValuesDraft& draft, QObject* parent = nullptr);

  /// As the engine has read it; `drifted` values of it differ from the cluster's, and the draft begins with `shown`.
  void load(const cleardeck::helm::ReleaseKey& key, const cleardeck::installation::OverridesFile& file, int drifted,
            const std::string& shown);
  void setPatience(int milliseconds) { m_wait.setInterval(milliseconds); }

  QString path() const { return m_path; }
  QString name() const;
  bool isOwn() const { return !m_path.isEmpty(); }  ///< a file of the user's, not ClearDeck's copy
  bool isUnsaved() const;
  State state() const { return m_state; }
  QString problem() const { return m_problem; }
  int drifted() const { return m_drifted; }
  CodeLines* difference() { return &m_difference; }
  /// After an apply: the file says what is deployed. Errors: Conflict.
  cleardeck::Result<cleardeck::Done> keep();

  Q_INVOKABLE bool open(const QString& path);    ///< the draft becomes what it says; `problem` when it cannot
  Q_INVOKABLE bool save();                       ///< false: `problem`, or no file is chosen
  Q_INVOKABLE bool saveAs(const QString& path);  ///< a new file, which belongs to the installation from now on
  Q_INVOKABLE void forget();                     ///< the file stays as it is, and ClearDeck keeps a copy of its own
  Q_INVOKABLE void takeDisk();                   ///< the draft becomes what the file says now; can be undone
  Q_INVOKABLE void keepMine();                   ///< the next save may replace what the other program wrote
  Q_INVOKABLE bool takeCluster();                ///< the file becomes what is deployed, by the smallest edits
  Q_INVOKABLE void compare();                    ///< fills `difference`: the file against the draft, secrets masked
  Q_INVOKABLE QString suggested() const;         ///< a path to begin with
  Q_INVOKABLE QList<QString> complete(const QString& typed) const;  ///< folders and YAML files that begin like this

 Q_SIGNALS:
  void changed();

 private:
  void look();  // at the file, after the watcher has seen something
  void become(State state, const QString& problem = {});
  bool refuse(const cleardeck::Error& error);
  bool choose(const std::filesystem::path& file, const std::string& text);
  bool take(const std::string& text);
  void watch();

  ValuesDraft& m_draft;
  cleardeck::helm::ReleaseKey m_key{{}, {}, {}};
  QString m_path, m_problem;
  std::string m_disk;   ///< what the file said when it was read or written here
  std::string m_begun;  ///< the draft then: what differs from it is an edit
  CodeLines m_difference;
  QFileSystemWatcher m_watcher;
  QTimer m_wait;
  int m_drifted = 0;
  State m_state = Fine;
};
