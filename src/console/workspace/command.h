/// Commands of a page, for its commands().
#pragma once
#include "console/workspace/pagemodel.h"

/// `reason`: why it cannot run now; empty: it can.
inline Command commandOf(const QString& title, const char* icon, const char* keys, const QString& reason,
                         std::function<void()> run) {
  Command command;
  command.title = title;
  command.iconName = QLatin1String(icon);
  command.keys = QLatin1String(keys);
  command.reason = reason;
  command.run = std::move(run);
  return command;
}
