/// The edits of one installation's values: form, tree, YAML and the list of changes all show this one draft.
#pragma once
#include "console/tables/codelines.h"
#include "console/values/changesmodel.h"
#include "console/values/sectionsmodel.h"

/// Form and YAML share one undo stack. Every edit is proven by the session or refused with a reason at its field.
class ValuesDraft : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(FieldsModel* fields READ fields CONSTANT)
  Q_PROPERTY(SectionsModel* sections READ sections CONSTANT)
  Q_PROPERTY(ChangesModel* changes READ changes CONSTANT)
  Q_PROPERTY(CodeLines* yaml READ yaml CONSTANT)
  Q_PROPERTY(ChangesModel* paste READ paste CONSTANT)
  Q_PROPERTY(QString pasteProblem READ pasteProblem NOTIFY pastePreviewed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(int overrides READ overrides NOTIFY changed)
  Q_PROPERTY(int invalid READ invalid NOTIFY changed)
  Q_PROPERTY(QString chartVersion READ chartVersion NOTIFY changed)
  Q_PROPERTY(bool undoable READ isUndoable NOTIFY changed)
  Q_PROPERTY(bool redoable READ isRedoable NOTIFY changed)
  Q_PROPERTY(bool edited READ isEdited NOTIFY changed)
  Q_PROPERTY(QString rolls READ rolls NOTIFY changed)
  Q_PROPERTY(QString advice READ advice NOTIFY changed)
  Q_PROPERTY(QString textProblem READ textProblem NOTIFY textProblemChanged)
  Q_PROPERTY(bool textOpen READ isTextOpen WRITE setTextOpen NOTIFY textProblemChanged)
 public:
  explicit ValuesDraft(QObject* parent = nullptr);

  /// Starts from what is deployed now. Edits that were made before are made again on top of it.
  void load(std::shared_ptr<cleardeck::helm::ValuesSession> session);
  const cleardeck::helm::ValuesSession* session() const { return m_session.get(); }
  FieldsModel* fields() { return &m_fields; }
  SectionsModel* sections() { return &m_sections; }
  ChangesModel* changes() { return &m_changes; }
  CodeLines* yaml() { return &m_yaml; }
  ChangesModel* paste() { return &m_paste; }  ///< what the piece that was looked at would change
  QString pasteProblem() const { return m_pasteProblem; }
  QString text() const;
  int overrides() const;
  int shown() const { return m_fields.shown(); }
  int invalid() const { return m_fields.invalid(); }
  QString chartVersion() const { return m_fields.versionText(); }
  bool isUndoable() const { return m_session && m_session->canUndo(); }
  bool isRedoable() const { return m_session && m_session->canRedo(); }
  bool isEdited() const;       ///< the text or what was typed is not as it was opened
  QString rolls() const;       ///< the components that all changes together restart, as far as known
  QString advice() const;      ///< what is worth knowing of the text itself, such as a duplicate key
  QString whyInvalid() const;  ///< the first thing to correct; empty: nothing
  QString textProblem() const { return m_textProblem; }
  bool isTextOpen() const { return m_textOpen; }  ///< the YAML is being edited as text and not taken over yet
  void setTextOpen(bool open);

  Q_INVOKABLE bool set(const QString& path, const QString& text);  ///< false: what was typed is no value of the field
  Q_INVOKABLE void step(const QString& path, int by);
  Q_INVOKABLE void setUnit(const QString& path, const QString& unit);
  Q_INVOKABLE void generate(const QString& path);  ///< a random text for a secret
  Q_INVOKABLE void setCell(const QString& path, int index, const QString& text);
  Q_INVOKABLE void addItem(const QString& path);  ///< empty boxes, no value yet
  Q_INVOKABLE void removeItem(const QString& path, int item);
  Q_INVOKABLE void finish(const QString& path);              ///< what is typed next is an undo step of its own
  Q_INVOKABLE bool revert(const QString& path);              ///< takes back what is being typed; false: nothing is
  Q_INVOKABLE QString blockText(const QString& path) const;  ///< of several lines, secrets included
  Q_INVOKABLE bool isSecretName(const QString& name) const;  ///< of a variable or a key
  Q_INVOKABLE QString dangerOf(const QString& path) const;
  Q_INVOKABLE QString rollsOf(const QString& path) const;  ///< the components that a change restarts: "apiserver"
  Q_INVOKABLE void unset(const QString& path);             ///< back to the chart's default
  Q_INVOKABLE void takeBack(const QString& path);          ///< a changed one as deployed, an override to the default
  Q_INVOKABLE void applyFix(const QString& path);          ///< the way out that the field offers
  Q_INVOKABLE void addPair(const QString& path, const QString& pair);  ///< "key=value" into a map of texts
  Q_INVOKABLE QList<QString> boxNames(int editor) const;               ///< of an editor with several boxes an item
  Q_INVOKABLE QList<QString> boxChoices(int editor, int box) const;    ///< what a box takes; empty: free text
  Q_INVOKABLE QList<QString> presetsOf(const QString& path) const;     ///< names of usual texts of a sub-tree
  Q_INVOKABLE void usePreset(const QString& path, const QString& name);
  Q_INVOKABLE QString noteOf(const QString& path) const;  ///< why there is nothing to choose from
  Q_INVOKABLE void previewPaste(const QString& piece);    ///< fills `paste`, or says in pasteProblem why not
  Q_INVOKABLE bool pastePiece(const QString& piece);
  bool bringToDeployed();  ///< false: textProblem says why
  Q_INVOKABLE void undo();
  Q_INVOKABLE void redo();
  Q_INVOKABLE void discard();
  Q_INVOKABLE bool replaceText(const QString& text);  ///< false: textProblem says why
  Q_INVOKABLE void reveal(const QString& path);       ///< brings the field into the form
  Q_INVOKABLE int lineOf(const QString& path) const;  ///< in the YAML, from 1; 0: not there
 Q_SIGNALS:
  void changed();
  void textProblemChanged();
  void pastePreviewed();
  void revealed(const QString& path);

 private:
  bool put(const FieldRow& row, const QString& key, const QString& typed, const cleardeck::yaml::Value& value);
  void putCells(const QString& path, const QStringList& cells, const QString& key);
  cleardeck::Result<cleardeck::yaml::Edit> write(const FieldRow& row,
                                                 const std::optional<cleardeck::yaml::Value>& value);
  void refuse(const QString& path, const QString& typed, const cleardeck::Error& error);
  void makeAgain(const std::string& text, const std::vector<cleardeck::helm::ValueChange>& edits);
  void afterEdit();
  void forgetTyping();

  std::shared_ptr<cleardeck::helm::ValuesSession> m_session;
  std::string m_opened;
  FieldsModel m_fields;
  SectionsModel m_sections;
  ChangesModel m_changes;
  CodeLines m_yaml;
  ChangesModel m_paste;
  QString m_textProblem, m_pasteProblem;
  QString m_typing;  ///< the field or box ("path#2") whose next keystroke belongs to the same undo step
  bool m_textOpen = false;
};
