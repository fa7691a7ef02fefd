/// The engine's UTF-8 texts as the window's.
#pragma once
#include <QString>

#include <string>

inline QString text(const std::string& value) { return QString::fromStdString(value); }
