/// Editing the overrides of one release: what the form, the YAML pane and the command line all work on.
#pragma once
#include "helm/commands.h"
#include "helm/fields.h"
#include "helm/values.h"
#include "helm/values_schema.h"
#include "yaml/document.h"

#include <memory>
#include <string>
#include <vector>

namespace cleardeck::helm {

/// What a session starts from.
struct ValuesBase {
  Release release;                     ///< the deployed one
  std::shared_ptr<const Chart> chart;  ///< exactly that version; null when it is not at hand
  std::string overridesText;           ///< the user's commented file; "" renders release.userValues
  NullRules rules = NullRules::Helm4;  ///< of the helm program in use
};

/// One thread's object; no I/O. Every edit goes through yaml::Document and is proven or refused.
class ValuesSession {
 public:
  /// When the user's file says other values than the release (someone used helm elsewhere), the file is brought up to
  /// date by minimal edits and drift() tells what changed. Errors: Invalid, the file does not parse.
  static Result<ValuesSession> create(ValuesBase base);

  const std::vector<Field>& fields() const { return m_fields; }
  const Field* field(const yaml::Path& path) const;
  const std::string& text() const { return m_document.text(); }
  const yaml::Document& document() const { return m_document; }
  const yaml::Value& overrides() const { return m_document.value(); }
  const yaml::Value& defaults() const { return m_defaults; }
  yaml::Value effective() const;  ///< what the chart would see; the overrides alone over the defaults if that fails
  /// The value that a path has now: override, else default; null when there is none.
  yaml::Value valueAt(const yaml::Path& path) const;
  OverrideState stateAt(const yaml::Path& path) const;
  /// The other places of the overrides that a change of this value changes too.
  std::vector<yaml::Path> sharedWith(const yaml::Path& path) const { return m_document.sharedWith(path); }

  /// Errors: Invalid, it is shared and `sharing` does not say what to do about it; other edits that cannot be proven.
  Result<yaml::Edit> set(const yaml::Path& path, const yaml::Value& value,
                         yaml::Sharing sharing = yaml::Sharing::Refuse);
  /// Back to the chart's default.
  Result<yaml::Edit> unset(const yaml::Path& path, yaml::Sharing sharing = yaml::Sharing::Refuse);
  Result<yaml::Edit> insert(const yaml::Path& list, std::size_t index, const yaml::Value& value);
  Result<yaml::Edit> moveItem(const yaml::Path& list, std::size_t from, std::size_t to);
  Result<yaml::Edit> rename(const yaml::Path& path, const std::string& key);
  /// A key with its value and comments to another place.
  Result<yaml::Edit> move(const yaml::Path& from, const yaml::Path& to);
  /// What merging a piece of YAML into the overrides at `at` would change: maps merge, everything else replaces.
  /// Errors: Invalid, with the line of the piece, or because it is no map; what cannot be proven.
  Result<std::vector<ValueChange>> previewMerge(const std::string& piece, const yaml::Path& at = {}) const;
  /// Does it by the smallest edits, as one step to undo. Comments of the piece are kept when there was nothing before.
  Result<Done> merge(const std::string& piece, const yaml::Path& at = {});
  Result<Done> replaceText(std::string text);  ///< from the YAML pane; an Error leaves the session as it was
  /// The text, with its comments, says what is deployed again; one step to undo.
  Result<Done> bringToDeployed();
  bool canUndo() const { return !m_undo.empty(); }
  bool canRedo() const { return !m_redo.empty(); }
  Result<Done> undo();
  Result<Done> redo();

  bool changed() const { return !changes().empty(); }
  /// Overrides now against those that are deployed.
  std::vector<ValueChange> changes() const;
  const std::vector<ValueChange>& drift() const { return m_drift; }
  /// What is wrong with the values, in the order of the fields; what concerns no field last. Kept until the next edit.
  const std::vector<Problem>& problems() const;

  /// The values upgrade of this text. Errors: Invalid, with problems that stop it, or no chart of exactly the
  /// deployed version.
  Result<ChartRun> plan() const;
  const Release& release() const { return m_base.release; }
  const Chart* chart() const { return m_base.chart.get(); }

 private:
  explicit ValuesSession(ValuesBase base, yaml::Document document);
  std::vector<Problem> findProblems() const;
  bool isKnown(const yaml::Path& path) const;
  Result<yaml::Edit> remember(std::string before, Result<yaml::Edit> edit);
  Result<yaml::Document> merged(const std::string& piece, const yaml::Path& at) const;
  Result<Done> restore(std::vector<std::string>& from, std::vector<std::string>& to);

  ValuesBase m_base;
  yaml::Document m_document;
  yaml::Value m_defaults;
  std::vector<Field> m_fields;
  std::vector<ValueChange> m_drift;
  std::vector<std::string> m_undo, m_redo;  ///< texts
  std::shared_ptr<const SchemaSet> m_schemas;
  yaml::Value m_schema;  ///< of the chart itself
  mutable std::optional<std::vector<Problem>> m_problems;
};

}  // namespace cleardeck::helm
