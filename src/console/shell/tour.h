/// Walks the pages by itself, takes a picture of each and writes down the figures.
#pragma once
#include "console/shell/window.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTimer>

struct TourOptions {
  QString folder;
  QStringList pages;        ///< empty: every page of the shell
  int patienceMs = 30'000;  ///< for one page to show real rows
  qint64 startedAtMs = 0;   ///< of the process, milliseconds since 1970
};

/// Writes <folder>/<Page>.png (1440 x 900) and tour.json, then calls `done(true)`; false when a page had no real rows
/// in time or could not be shown, which tour.json and standard error name.
class Tour : public QObject {
  Q_OBJECT
 public:
  Tour(Shell& shell, QQuickWindow* window, TourOptions options, std::function<void(bool)> done,
       QObject* parent = nullptr);

 private:
  void next();
  void look();
  void shoot(bool inTime);
  void finish();
  void beat();  // a 5 ms heart beat: its longest gap is the longest stall

  Shell& m_shell;
  QQuickWindow* m_window;
  TourOptions m_options;
  std::function<void(bool)> m_done;
  QTimer m_look, m_beat;
  QElapsedTimer m_pageTime, m_beatTime;
  QJsonArray m_pages;
  int m_at = -1;
  int m_calm = 0;  // looks in a row at which the page was ready
  qint64 m_firstRealRowMs = -1, m_longestStallMs = 0;
  bool m_good = true;
};
