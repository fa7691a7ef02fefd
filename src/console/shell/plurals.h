/// English singulars. The texts in the source are plurals ("%n installations"); Qt needs a translator for "1".
#pragma once
#include <QTranslator>

/// "%n installations" becomes "%n installation" for n = 1; other languages bring their own translation files.
class EnglishPlurals : public QTranslator {
  Q_OBJECT
 public:
  using QTranslator::QTranslator;
  bool isEmpty() const override { return false; }
  QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;
};
