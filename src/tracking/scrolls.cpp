#include "tracking/call.h"

namespace cleardeck::tracking {

// Makes a new id when it is empty; what was not used for an hour goes.
Scrolls::Entry& Scrolls::entry(std::string& id) {
  auto now = std::chrono::steady_clock::now();
  auto old = [now](const auto& one) { return now - one.second.used > std::chrono::minutes(60); };
  if (m_entries.size() > 1000) std::erase_if(m_entries, old);
  if (id.empty()) id = newId();
  auto& found = m_entries[id];
  found.used = now;
  return found;
}

std::optional<std::size_t> Scrolls::position(const std::string& id) {
  std::lock_guard guard(m_mutex);
  auto found = m_entries.find(id);
  if (found == m_entries.end()) return std::nullopt;
  found->second.used = std::chrono::steady_clock::now();
  return found->second.position;
}

std::string Scrolls::remember(std::string id, std::size_t position) {
  std::lock_guard guard(m_mutex);
  entry(id).position = position;
  return id;
}

std::optional<Json> Scrolls::view(const std::string& id) {
  std::lock_guard guard(m_mutex);
  auto found = m_entries.find(id);
  if (found == m_entries.end() || found->second.view.is_null()) return std::nullopt;
  found->second.used = std::chrono::steady_clock::now();
  return found->second.view;
}

std::string Scrolls::rememberView(std::string id, Json view) {
  std::lock_guard guard(m_mutex);
  entry(id).view = std::move(view);
  return id;
}

void Scrolls::forget(const std::string& id) {
  std::lock_guard guard(m_mutex);
  m_entries.erase(id);
}

}  // namespace cleardeck::tracking
