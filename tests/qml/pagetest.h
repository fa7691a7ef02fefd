/// Shows one piece of QML without a display and collects the engine's warnings, which fail the test.
#pragma once
#include <QFontDatabase>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QQuickWindow>
#include <QTest>

class PageTest {
 public:
  PageTest() {
    m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QObject::connect(&m_engine, &QQmlEngine::warnings, &m_engine, [this](const QList<QQmlError>& errors) {
      for (const QQmlError& error : errors) m_warnings.append(error.toString());
    });
    m_window.resize(1240, 820);
    m_window.setColor(QColor(0x11, 0x14, 0x17));
  }
  ~PageTest() { delete m_item; }

  /// Makes a file of tests/qml, or with a URI ("ClearDeck.Connect/ConnectPage") a page, the window's content.
  QQuickItem* show(const QString& name, const QVariantMap& properties = {}) {
    delete m_item;
    QString page = name;
    const QUrl url = name.endsWith(QStringLiteral(".qml"))
                         ? QUrl::fromLocalFile(QStringLiteral(CLEARDECK_SOURCE "/tests/qml/") + name)
                         : QUrl(QStringLiteral("qrc:/qt/qml/%1.qml").arg(page.replace(u'.', u'/')));
    QQmlComponent component(&m_engine, url);
    m_item =
        component.isReady() ? qobject_cast<QQuickItem*>(component.createWithInitialProperties(properties)) : nullptr;
    for (const QQmlError& error : component.errors()) m_warnings.append(error.toString());
    if (!m_item) return nullptr;
    m_item->setParentItem(m_window.contentItem());
    m_item->setSize(m_window.size());
    m_window.show();
    m_window.requestActivate();
    return QTest::qWaitForWindowActive(&m_window) ? m_item : nullptr;
  }
  /// The item with this objectName.
  template <class T = QQuickItem>
  T* find(const char* name) const {
    return m_item ? m_item->findChild<T*>(QString::fromLatin1(name)) : nullptr;
  }
  QQuickWindow* window() { return &m_window; }
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&m_window, Qt::Key(key), modifiers);
  }
  /// A picture beside the others when CLEARDECK_SHOTS names a folder, to be looked at.
  void shoot(const QString& name) {
    const QString folder = qEnvironmentVariable("CLEARDECK_SHOTS");
    if (!folder.isEmpty()) m_window.grabWindow().save(folder + u'/' + name + QStringLiteral(".png"));
  }
  void setDark(bool dark) {
    QQmlComponent component(&m_engine);
    const char* code = "import QtQml\nimport ClearDeck.Controls\nQtObject { Component.onCompleted: Theme.dark = %1 }";
    component.setData(QByteArray(code).replace("%1", dark ? "true" : "false"), QUrl());
    delete component.create();
  }
  QString warnings() const { return m_warnings.join(u'\n'); }

 private:
  QQmlEngine m_engine;
  QQuickWindow m_window;
  QQuickItem* m_item = nullptr;
  QStringList m_warnings;
};
