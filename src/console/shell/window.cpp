#include "console/shell/window.h"

#include <QCoreApplication>
#include <QQuickStyle>

void prepareWindow() {
  QQuickWindow::setTextRenderType(QQuickWindow::NativeTextRendering);
  QQuickStyle::setStyle(QStringLiteral("Basic"));
}

Window::Window(Shell& shell) {
  QCoreApplication::installTranslator(&m_plurals);
  for (QObject* object : {static_cast<QObject*>(&shell), static_cast<QObject*>(shell.workspace())})
    QQmlEngine::setObjectOwnership(object, QQmlEngine::CppOwnership);
  m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  m_engine.setInitialProperties({{QStringLiteral("shell"), QVariant::fromValue(&shell)}});
  m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/ClearDeck/Shell/Main.qml")));
  if (!m_engine.rootObjects().isEmpty()) m_window = qobject_cast<QQuickWindow*>(m_engine.rootObjects().constFirst());
}
