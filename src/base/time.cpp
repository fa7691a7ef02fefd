#include "base/time.h"

#include <algorithm>
#include <ctime>

namespace cleardeck::time {
namespace {

bool number(std::string_view text, std::size_t at, std::size_t length, int& value) {
  value = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  return true;
}

std::chrono::microseconds fraction(std::string_view text, std::size_t& at) {
  long micros = 0;
  long scale = 100'000;
  for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
    micros += (text[at] - '0') * scale;
  return std::chrono::microseconds(micros);
}

}  // namespace

Result<Moment> parseRfc3339(std::string_view text) {
  const auto bad = [&] { return Error(ErrorKind::Invalid, "not a time: \"" + std::string(text.substr(0, 40)) + "\""); };
  std::tm parts{};
  int year = 0, month = 0;
  if (text.size() < 19 || !number(text, 0, 4, year) || !number(text, 5, 2, month) ||
      !number(text, 8, 2, parts.tm_mday) || !number(text, 11, 2, parts.tm_hour) || !number(text, 14, 2, parts.tm_min) ||
      !number(text, 17, 2, parts.tm_sec))
    return bad();
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  Moment moment = fromSeconds(timegm(&parts));
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') moment += fraction(text, at);
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    int hours = 0, minutes = 0;
    if (!number(text, at + 1, 2, hours) || !number(text, at + 4, 2, minutes)) return bad();
    const auto offset = std::chrono::minutes(hours * 60 + minutes);
    moment += text[at] == '+' ? -offset : offset;
  }
  return moment;
}

std::string toRfc3339(Moment moment) {
  const std::time_t seconds = secondsSinceEpoch(moment);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::int64_t secondsSinceEpoch(Moment moment) {
  return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count();
}

Moment fromSeconds(std::int64_t seconds) {
  // The clock counts nanoseconds and ends in 2262; "9999-12-31" means never and must not become the past.
  constexpr std::int64_t furthest = 9'000'000'000;
  return Moment(std::chrono::seconds(std::clamp(seconds, -furthest, furthest)));
}

}  // namespace cleardeck::time
