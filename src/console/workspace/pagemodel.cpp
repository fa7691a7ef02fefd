#include "console/workspace/pagemodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

void PageModel::copy(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  m_context.notices.say(Tone::Ok, tr("Copied"), text.section(u'\n', 0, 0).left(120));
}

void PageModel::copySecret(const QString& text) {
  auto* data = new QMimeData;  // the clipboard's from here on
  data->setText(text);
  // Clipboard managers leave what is marked like this out of their history.
  data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
  QGuiApplication::clipboard()->setMimeData(data);
  m_context.notices.say(Tone::Ok, tr("Copied"));
}

void PageModel::open(const QString& page, const QString& what) { Q_EMIT openRequested(page, what); }
