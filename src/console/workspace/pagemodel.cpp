#include "console/workspace/pagemodel.h"

#include <QClipboard>
#include <QGuiApplication>

void PageModel::copy(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  m_context.notices.say(Tone::Ok, tr("Copied"), text.section(u'\n', 0, 0).left(120));
}

void PageModel::copySecret(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  m_context.notices.say(Tone::Ok, tr("Copied"));
}

void PageModel::open(const QString& page, const QString& what) { Q_EMIT openRequested(page, what); }
