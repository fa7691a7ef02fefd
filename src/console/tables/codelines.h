/// A text by lines, for CodeView: plain, YAML, shell, or a unified diff.
#pragma once
#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QHash>
#include <QStringList>

/// With `diff`, the first character of a line is its mark (+, -, space) and is not shown.
class CodeLines : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
  Q_PROPERTY(bool diff READ isDiff WRITE setDiff NOTIFY textChanged)
  Q_PROPERTY(int markedLine READ markedLine WRITE setMarkedLine NOTIFY textChanged)
  Q_PROPERTY(int count READ count NOTIFY textChanged)
  Q_PROPERTY(int longest READ longest NOTIFY textChanged)
  Q_PROPERTY(int added READ added NOTIFY textChanged)
  Q_PROPERTY(int removed READ removed NOTIFY textChanged)
 public:
  enum Mark { Plain, Added, Removed, Marked, Invalid, Folded };  ///< Folded: a place where lines were left out
  Q_ENUM(Mark)
  enum Role { NumberRole = Qt::UserRole, LineRole, MarkRole };

  using QAbstractListModel::QAbstractListModel;
  QString text() const { return m_text; }
  void setText(const QString& text);
  bool isDiff() const { return m_diff; }
  void setDiff(bool diff);
  int markedLine() const { return m_marked; }  ///< from 1; 0: none
  void setMarkedLine(int line);
  /// Text and marked lines (from 1) at once. Lines that stay are not told anew, so that a view keeps its place.
  void show(const QString& text, const QHash<int, Mark>& marks);
  int count() const { return int(m_lines.size()); }
  int longest() const;  ///< characters of the longest line
  int added() const;
  int removed() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override {
    return {{NumberRole, "number"}, {LineRole, "line"}, {MarkRole, "mark"}};
  }

 Q_SIGNALS:
  void textChanged();

 private:
  struct Line {
    QString text, number;
    Mark mark = Plain;
    bool operator==(const Line&) const = default;
  };
  QList<Line> lines() const;
  void build();
  void resize(int first, int before, int after);
  QString m_text;
  QList<Line> m_lines;
  QHash<int, Mark> m_marks;
  int m_marked = 0;
  bool m_diff = false;
};
