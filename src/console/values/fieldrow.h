/// One value of the chart as the form shows it. Pure functions over a helm::ValuesSession.
#pragma once
#include "helm/values_session.h"

#include <QtQml/qqmlregistration.h>
#include <QCoreApplication>
#include <QObject>
#include <QString>
#include <QStringList>

namespace FieldInfo {
Q_NAMESPACE
QML_ELEMENT
enum State {
  Inherited,   ///< the chart's default
  Overridden,  ///< in the overrides, as deployed
  Changed,     ///< not as deployed
  Warning,     ///< to be looked at; does not stop an apply
  Invalid,     ///< stops an apply
};
Q_ENUM_NS(State)
enum Editor { Switch, Number, Choice, Text, Secret, Yaml };  ///< Yaml: lists, maps and long texts, in the YAML pane
Q_ENUM_NS(Editor)
}  // namespace FieldInfo

struct FieldRow {
  const cleardeck::helm::Field* field = nullptr;  ///< null for an override that the chart does not know
  cleardeck::yaml::Path at;
  QString path;     ///< "apiserver.service.type"
  QString section;  ///< "apiserver"; "" for the chart's top-level scalars; "?" for what the chart does not know
  QString group;    ///< "service", "" for the rest of the section
  QString label;    ///< below the section: "service.type"
  QString title, description;
  QStringList allowed;
  FieldInfo::Editor editor = FieldInfo::Text;
  bool secret = false;

  // What edits change
  QString defaultText, deployedText, newText;
  QString problem;  ///< what is wrong with it, or why to think twice about the change; a line under the editor
  FieldInfo::State state = FieldInfo::Inherited;
  bool overridden = false;  ///< in the overrides now
  bool changed = false;     ///< not as deployed
  bool operator==(const FieldRow&) const = default;
};

/// What a person typed that is no value of the field, or that cannot be written where it belongs.
struct Rejected {
  QString text, why;
};

/// The fields in the order of the form: section by section, within it what belongs to no group first.
std::vector<FieldRow> fieldRows(const cleardeck::helm::ValuesSession& session);
/// An override that the chart does not know.
FieldRow unknownRow(const cleardeck::yaml::Path& path);
/// Fills in what edits change, from the session and the problem at this path (null: none).
void evaluate(FieldRow& row, const cleardeck::helm::ValuesSession& session, const cleardeck::helm::Problem* problem,
              const Rejected* rejected);

/// One line for reading: "2", "\"\"", "3 items"; a secret is masked.
QString shownText(const cleardeck::yaml::Value& value, bool secret);
/// For an editor: text as it is, everything else as JSON.
QString editedText(const cleardeck::yaml::Value& value);
