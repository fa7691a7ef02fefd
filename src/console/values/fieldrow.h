/// One value of the chart as the form shows it. Pure functions over a helm::ValuesSession.
#pragma once
#include "helm/values_session.h"

#include <QtQml/qqmlregistration.h>
#include <optional>
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
enum Editor {
  Switch,
  TriState,  ///< true, false, or nothing said
  Number,
  Quantity,     ///< a number and a unit to choose
  Choice,       ///< one of some, or free text
  Text,         ///< one line
  Secret,       ///< masked
  Image,        ///< repository:tag
  Pairs,        ///< a map of texts: rows of key and value
  Variables,    ///< a list of name and value
  Texts,        ///< a list of texts
  Names,        ///< a list of maps with a name: imagePullSecrets
  Tolerations,  ///< a list of key, operator, value and effect
  Resources,    ///< requests and limits as one map
  Probe,        ///< when a probe asks, and how
  Block,        ///< several lines: the text, or the sub-tree as YAML
};
Q_ENUM_NS(Editor)
/// How the value stands in the overrides; the state says what to do about it.
enum Standing { Default, Own, Redundant, Deleted, Shared, Dangling };
Q_ENUM_NS(Standing)
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
  FieldInfo::Editor usual = FieldInfo::Text;  ///< the editor, unless the value is of another kind
  bool secret = false, basic = true;
  std::vector<const cleardeck::helm::Field*> parts;  ///< of an image: its repository and its tag

  // What edits change
  FieldInfo::Editor editor = FieldInfo::Text;
  QString defaultText, deployedText, newText;
  QString unit;              ///< of a number
  QStringList cells;         ///< of an editor with items: fieldparts.h
  QString problem;           ///< what is wrong with it, or why to think twice about the change; a line under the editor
  cleardeck::helm::Fix fix;  ///< a way out of the problem
  QString fixPath;           ///< of the value that it mends
  bool published = false;    ///< a credential that anyone can read
  FieldInfo::State state = FieldInfo::Inherited;
  FieldInfo::Standing standing = FieldInfo::Default;
  bool overridden = false;                    ///< in the overrides now
  bool changed = false;                       ///< not as deployed
  bool looksAs(const FieldRow& other) const;  ///< a view would show the same

  /// One row for a map whose keys are fields of their own, as the annotations that the chart has already.
  bool isMap() const { return field && parts.empty() && field->path != at; }
  bool isMapOf(const cleardeck::yaml::Path& one) const { return isMap() && cleardeck::yaml::startsWith(one, at); }
  bool isCpu() const { return field && field->widget == cleardeck::helm::Widget::Cpu; }
  bool has(const QString& path) const;  ///< this row, or the row that this path is a part of
  /// Its value in a tree of values; of an image its parts alone. Nothing when it is not there.
  std::optional<cleardeck::yaml::Value> in(const cleardeck::yaml::Value& root) const;
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

/// The value as the chart sees it now: the override, or the default, or for a map both together.
cleardeck::yaml::Value valueNow(const FieldRow& row, const cleardeck::helm::ValuesSession& session);
/// One line for reading: "2", "\"\"", "3 items"; a secret is masked.
QString shownText(const cleardeck::yaml::Value& value, bool secret);
/// For an editor: text as it is, everything else as JSON.
QString editedText(const cleardeck::yaml::Value& value);
