/// A plan as it is shown: one file at a time, and the commands.
#pragma once
#include "console/tables/codelines.h"
#include "installation/setup_plan.h"

/// Files that hold secrets are not shown.
class PlanView : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a form")
  Q_PROPERTY(QStringList names READ names NOTIFY changed)
  Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY changed)
  Q_PROPERTY(CodeLines* file READ file CONSTANT)
  Q_PROPERTY(CodeLines* commands READ commands CONSTANT)
  Q_PROPERTY(QString language READ language NOTIFY changed)
  Q_PROPERTY(QStringList notes READ notes NOTIFY changed)
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)
  Q_PROPERTY(bool stale READ isStale NOTIFY changed)
 public:
  using QObject::QObject;
  void set(cleardeck::installation::SetupPlan plan);
  void setStale();  ///< the form is wrong now: what is shown is the last that was right

  const cleardeck::installation::SetupPlan& plan() const { return m_plan; }
  bool isPresent() const { return !m_plan.files.empty(); }
  bool isStale() const { return m_stale; }
  QStringList names() const;
  int current() const { return m_current; }
  void setCurrent(int index);
  CodeLines* file() { return &m_file; }
  CodeLines* commands() { return &m_commands; }
  QString language() const;  ///< of the file: for CodeView
  QStringList notes() const;

 Q_SIGNALS:
  void changed();

 private:
  void show();
  cleardeck::installation::SetupPlan m_plan;
  CodeLines m_file, m_commands;
  int m_current = 0;
  bool m_stale = false;
};
