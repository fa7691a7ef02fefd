/// The engine's log: one logger per room. Never log bodies, headers, tokens or values of Secrets.
#pragma once
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace cleardeck::log {

/// The logger of a room ("net", "kube" …), made at first use. Any thread.
std::shared_ptr<spdlog::logger> room(const std::string& name);

/// Called once by a main: the lowest level that is written (to standard error). Quiet (warn) unless told.
void setLevel(spdlog::level::level_enum level);

}  // namespace cleardeck::log
