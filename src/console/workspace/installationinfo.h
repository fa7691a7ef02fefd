/// One installation as its pages see it.
#pragma once
#include "console/tables/livestatus.h"
#include "installation/model.h"

#include <QObject>

/// Stays the same object while the program runs, also when the installation is gone from the cluster.
class InstallationInfo : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workspace")
  Q_PROPERTY(QString key READ key CONSTANT)
  Q_PROPERTY(QString context READ context CONSTANT)
  Q_PROPERTY(QString ns READ ns CONSTANT)
  Q_PROPERTY(QString name READ name CONSTANT)
  Q_PROPERTY(int tone READ tone NOTIFY changed)
  Q_PROPERTY(QString word READ word NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QString chart READ chart NOTIFY changed)
  Q_PROPERTY(QString chartVersion READ chartVersion NOTIFY changed)
  Q_PROPERTY(QString appVersion READ appVersion NOTIFY changed)
  Q_PROPERTY(int revision READ revision NOTIFY changed)
  Q_PROPERTY(QString webUrl READ webUrl NOTIFY changed)
  Q_PROPERTY(QString pending READ pending NOTIFY changed)
  Q_PROPERTY(int troubled READ troubled NOTIFY changed)
  Q_PROPERTY(bool gone READ isGone NOTIFY changed)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
 public:
  explicit InstallationInfo(cleardeck::installation::Installation first, QObject* parent = nullptr);
  void set(cleardeck::installation::Installation value);
  void setGone();

  const cleardeck::installation::Installation& value() const { return m_value; }
  QString key() const { return QString::fromStdString(m_value.uid); }
  QString context() const { return QString::fromStdString(m_value.context); }
  QString ns() const { return QString::fromStdString(m_value.ns); }
  QString name() const { return QString::fromStdString(m_value.name); }
  Tone::Kind tone() const { return toneOf(m_value); }
  QString word() const { return wordOf(m_value); }
  QString sentence() const { return sentenceOf(m_value); }
  QString chart() const { return QString::fromStdString(m_value.release.chart); }
  QString chartVersion() const { return QString::fromStdString(m_value.release.chartVersion); }
  QString appVersion() const { return QString::fromStdString(m_value.release.appVersion); }
  int revision() const { return int(m_value.revision); }
  QString webUrl() const;
  QString pending() const;  ///< "pending-upgrade": a helm works on it, or was interrupted; empty: none
  int troubled() const;  ///< how many parts are Warn or Bad
  bool isGone() const { return m_gone; }
  LiveStatus* live() { return &m_live; }

  static Tone::Kind toneOf(const cleardeck::installation::Installation& value);
  static Tone::Kind toneOf(cleardeck::installation::PartState state);
  static QString wordOf(const cleardeck::installation::Installation& value);
  static QString sentenceOf(const cleardeck::installation::Installation& value);

 Q_SIGNALS:
  void changed();

 private:
  cleardeck::installation::Installation m_value;
  LiveStatus m_live;
  bool m_gone = false;
};
