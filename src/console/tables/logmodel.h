/// Log lines of one or several sources, newest last, bounded.
#pragma once
#include "console/tables/livestatus.h"

#include <deque>
#include <QAbstractListModel>
#include <QStringList>
#include <vector>

/// One line as a page hands it over. `source` is the index into the model's sources.
struct LogLine {
  QString time;  ///< "14:07:16.204", may be empty
  QString text;
  int source = 0;
  int level = 0;         ///< a LogModel::Level
  bool endMark = false;  ///< not a line: a container ended here, `text` says how
};

/// At most `limit` lines are kept. `filter` shows those that contain its words.
class LogModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a page's model")
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(int total READ total NOTIFY countChanged)
  Q_PROPERTY(int dropped READ dropped NOTIFY countChanged)
  Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged)
  Q_PROPERTY(int waiting READ waiting NOTIFY pausedChanged)
  Q_PROPERTY(QStringList sources READ sources NOTIFY sourcesChanged)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
 public:
  enum Level { NoLevel, Debug, Info, Warn, Error };
  Q_ENUM(Level)
  enum Role { TimeRole = Qt::UserRole, TextRole, SourceRole, SourceNameRole, LevelRole, EndMarkRole };

  explicit LogModel(QObject* parent = nullptr, int limit = 20000) : QAbstractListModel(parent), m_limit(limit) {}
  void append(std::vector<LogLine> lines);
  void clear();
  void setSources(const QStringList& names);

  QString filter() const { return m_filter; }
  void setFilter(const QString& filter);
  bool isPaused() const { return m_paused; }
  void setPaused(bool paused);  ///< while paused, new lines wait and are counted
  int waiting() const { return int(m_waiting.size()); }
  int count() const { return int(m_view.size()); }
  int total() const { return int(m_lines.size()); }
  int dropped() const { return m_dropped; }  ///< how many of the oldest lines are not kept any more
  QStringList sources() const { return m_sources; }
  LiveStatus* live() { return &m_live; }
  Q_INVOKABLE QString text() const;  ///< the lines in view, to copy or save

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;
  /// The level that a line names in its first words, as ClearML's, MongoDB's and Elasticsearch's logs do.
  static Level levelOf(const QString& text);

 Q_SIGNALS:
  void filterChanged();
  void countChanged();
  void pausedChanged();
  void sourcesChanged();

 private:
  bool passes(const LogLine& line) const;
  void take(std::vector<LogLine> lines);
  void trim();

  const int m_limit;
  qint64 m_first = 0;           // number of m_lines.front()
  std::deque<LogLine> m_lines;  // numbered from m_first
  std::deque<qint64> m_view;    // numbers of the lines that pass
  std::vector<LogLine> m_waiting;
  QString m_filter;
  QStringList m_words, m_sources;
  LiveStatus m_live;
  int m_dropped = 0;
  bool m_paused = false;
};
