#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <mutex>

namespace cleardeck::log {

std::shared_ptr<spdlog::logger> room(const std::string& name) {
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  if (auto known = spdlog::get(name)) return known;
  auto logger = spdlog::stderr_color_mt(name);
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %n: %v");
  return logger;
}

void setLevel(spdlog::level::level_enum level) { spdlog::set_level(level); }

}  // namespace cleardeck::log
