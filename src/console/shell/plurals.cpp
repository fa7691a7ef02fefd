#include "console/shell/plurals.h"

#include <QHash>
#include <QRegularExpression>

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const {
  static const QHash<QString, QString> verbs{
      {QStringLiteral("%n need attention."), QStringLiteral("%n needs attention.")},
      {QStringLiteral("%n are hidden by it."), QStringLiteral("%n is hidden by it.")}};
  static const QRegularExpression noun(QStringLiteral("(%n (?:\\w+ )*?\\w+?)(?<!s)s\\b"));
  const QString text = QString::fromUtf8(source);
  if (n != 1 || !text.contains(QStringLiteral("%n"))) return {};  // none: the source's text is taken
  if (const auto known = verbs.constFind(text); known != verbs.constEnd()) return *known;
  QString singular = text;
  const auto match = noun.match(text);
  return match.hasMatch() ? singular.replace(match.capturedStart(), match.capturedLength(), match.captured(1))
                          : singular;
}
