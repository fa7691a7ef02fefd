/// Small text helpers that several rooms need.
#pragma once
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::text {

/// ASCII digits only, whatever the locale.
inline bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::string toLower(std::string_view text);  ///< ASCII only
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);  ///< "" gives one empty part
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// All words (separated by blanks) of `query` occur in `haystack`, whatever their case.
bool containsWords(std::string_view haystack, std::string_view query);
std::string replaceAll(std::string text, std::string_view what, std::string_view with);

Result<std::string> fromBase64(std::string_view encoded);
std::string toBase64(std::string_view bytes);
std::string urlEncode(std::string_view text);  ///< everything but RFC 3986's unreserved characters
std::string urlDecode(std::string_view text);

/// `count` random characters of [A-Za-z0-9], from the system's secure source.
std::string randomToken(std::size_t count);

}  // namespace cleardeck::text
