/// The window on screen: fonts, style, QML engine.
#pragma once
#include "console/shell/plurals.h"
#include "console/shell/shell.h"

#include <QQmlApplicationEngine>
#include <QQuickWindow>

/// Call before QGuiApplication is made: text rendering and style.
void prepareWindow();

/// Loads the shell's QML. Wiring in main(): Runtime, Workspace, Shell, Window, in this order, destroyed in reverse.
class Window {
 public:
  explicit Window(Shell& shell);
  QQuickWindow* window() const { return m_window; }  ///< null when the QML could not be loaded

 private:
  EnglishPlurals m_plurals;
  QQmlApplicationEngine m_engine;
  QQuickWindow* m_window = nullptr;
};
