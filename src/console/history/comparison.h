/// Two revisions compared: values, manifest and notes. Secrets come masked from the engine.
#pragma once
#include "console/tables/codelines.h"
#include "console/tables/factsmodel.h"
#include "console/tables/manifestmodel.h"
#include "installation/release_history.h"

class Comparison : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(int before READ before NOTIFY changed)
  Q_PROPERTY(int after READ after NOTIFY changed)
  Q_PROPERTY(QString why READ why NOTIFY changed)
  Q_PROPERTY(QString restarts READ restarts NOTIFY changed)
  Q_PROPERTY(FactsModel* values READ values CONSTANT)
  Q_PROPERTY(ManifestModel* manifest READ manifest CONSTANT)
  Q_PROPERTY(CodeLines* notes READ notes CONSTANT)
 public:
  enum State { Nothing, Loading, Ready, Failed };
  Q_ENUM(State)
  explicit Comparison(QObject* parent = nullptr);

  void clear(const QString& why);  ///< there is nothing to compare
  void wait(int before, int after);
  void show(const cleardeck::installation::RevisionDiff& diff);
  void fail(const cleardeck::Error& error);

  State state() const { return m_state; }
  int before() const { return m_before; }
  int after() const { return m_after; }
  QString why() const { return m_why; }            ///< there is none, or it failed
  QString restarts() const { return m_restarts; }  ///< what gets new pods; empty: nothing
  FactsModel* values() { return &m_values; }       ///< title: path, detail: before, value: after
  ManifestModel* manifest() { return &m_manifest; }
  CodeLines* notes() { return &m_notes; }

 Q_SIGNALS:
  void changed();

 private:
  void become(State state, const QString& why = {});
  FactsModel m_values;
  ManifestModel m_manifest;
  CodeLines m_notes;
  QString m_why, m_restarts;
  State m_state = Nothing;
  int m_before = 0, m_after = 0;
};
