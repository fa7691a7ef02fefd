#include "tracking/values.h"

#include "base/text.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <algorithm>
#include <cstdio>

namespace cleardeck::tracking {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  static const char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += digits[bytes[i] >> 4];
    out += digits[bytes[i] & 15];
  }
  return out;
}

std::string formatTime(std::int64_t ms, const char* format) {
  auto day = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
  std::chrono::year_month_day date(day);
  auto rest = ms - std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count();
  char text[64];
  std::snprintf(text, sizeof text, format, int(date.year()), unsigned(date.month()), unsigned(date.day()),
                int(rest / 3600000), int(rest / 60000 % 60), int(rest / 1000 % 60), int(rest % 1000));
  return text;
}

}  // namespace

std::string newId() {
  unsigned char bytes[16];
  RAND_bytes(bytes, sizeof bytes);
  return hex(bytes, sizeof bytes);
}

std::string md5(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr);
  return hex(digest, size);
}

std::int64_t nowMs() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}
std::string nowText() { return timeText(nowMs()); }
std::string timeText(std::int64_t ms) { return formatTime(ms, "%04d-%02u-%02uT%02d:%02d:%02d.%03d000+00:00"); }
std::string shortTimeText(std::int64_t ms) { return formatTime(ms, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ"); }

std::optional<std::int64_t> msOf(std::string_view text) {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0;
  double second = 0;
  std::string copy(text);
  int fields = std::sscanf(copy.c_str(), "%4d-%2d-%2d%*[T ]%2d:%2d:%lf", &year, &month, &day, &hour, &minute, &second);
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                   std::chrono::day(unsigned(day))};
  if (fields < 3 || !date.ok()) return std::nullopt;
  auto days = std::chrono::sys_days(date).time_since_epoch().count();
  auto ms = ((std::int64_t(days) * 24 + hour) * 60 + minute) * 60000 + std::int64_t(second * 1000 + 0.5);
  auto zone = copy.find_last_of("+-");
  int zoneHours = 0, zoneMinutes = 0;
  if (zone != std::string::npos && zone > 10 &&
      std::sscanf(copy.c_str() + zone + 1, "%2d:%2d", &zoneHours, &zoneMinutes) > 0)
    ms -= (copy[zone] == '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes) * 60000LL;
  return ms;
}

std::optional<std::string> normalTime(std::string_view text) {
  auto ms = msOf(text);
  if (!ms) return std::nullopt;
  return timeText(*ms);
}

// The SDK's and the web app's escapes: "%%" is "%", "%2E" ".", "%24" "$", "%_" "_" (parameter_key_escaper.py).
std::vector<std::string> pathParts(std::string_view path) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto rest = path.substr(i);
    auto take = [&](std::string_view escaped, char plain) {
      if (!rest.starts_with(escaped)) return false;
      parts.back() += plain;
      i += escaped.size() - 1;
      return true;
    };
    if (path[i] == '.')
      parts.emplace_back();
    else if (!take("%%", '%') && !take("%2E", '.') && !take("%24", '$') && !take("%_", '_'))
      parts.back() += path[i];
  }
  return parts;
}

const Json* find(const Json& document, const std::vector<std::string>& path) {
  auto at = &document;
  for (const auto& part : path) {
    if (!at->is_object()) return nullptr;
    auto found = at->find(part);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

std::vector<std::string> texts(const Json& value) {
  std::vector<std::string> found;
  if (value.is_string()) found.push_back(value.get<std::string>());
  if (value.is_array())
    for (const auto& item : value)
      if (item.is_string()) found.push_back(item.get<std::string>());
  return found;
}

bool has(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && !found->is_null();
}
std::string textOr(const Json& object, const char* key, std::string otherwise) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : otherwise;
}
bool flag(const Json& object, const char* key, bool otherwise) {
  auto found = object.find(key);
  return found != object.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}
std::int64_t numberOr(const Json& object, const char* key, std::int64_t otherwise) {
  auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<std::int64_t>() : otherwise;
}
bool contains(const Json& list, std::string_view text) {
  if (!list.is_array()) return false;
  for (const auto& item : list)
    if (item.is_string() && item.get_ref<const std::string&>() == text) return true;
  return false;
}
Json sortedTexts(Json value) {
  if (!value.is_array()) return value;
  std::sort(value.begin(), value.end());
  value.erase(std::unique(value.begin(), value.end()), value.end());
  return value;
}
std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace cleardeck::tracking
