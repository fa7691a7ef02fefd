/// Ids, hashes and times in ClearML's form, and access into documents by dotted path.
#pragma once
#include "tracking/api_error.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::tracking {

constexpr const char* kCompany = "d1bd92a3b039400cbafc60a7a5b1e52b";  ///< ClearML's default company
constexpr std::int64_t kSingleValueIteration = -2147483648LL;         ///< where report_single_value() puts its value

std::string newId();  ///< 32 hexadecimal digits
std::string md5(std::string_view text);

std::int64_t nowMs();
std::string nowText();
/// "2026-11-22T18:44:03.344000+00:00": of one length, so that texts sort as times.
std::string timeText(std::int64_t ms);
/// "2026-11-22T18:44:03.344Z"
std::string shortTimeText(std::int64_t ms);
/// Any ISO 8601 time in that form; nullopt for what is no time.
std::optional<std::string> normalTime(std::string_view text);
std::optional<std::int64_t> msOf(std::string_view text);

/// The parts of "hyperparams.Args.lr%2Emin.value", each with its escapes undone.
std::vector<std::string> pathParts(std::string_view path);
/// nullptr when there is nothing.
const Json* find(const Json& document, const std::vector<std::string>& path);
/// Texts of a list, or of a single text; other items are left out.
std::vector<std::string> texts(const Json& value);
std::string textOr(const Json& object, const char* key, std::string otherwise = std::string());
bool flag(const Json& object, const char* key, bool otherwise = false);
std::int64_t numberOr(const Json& object, const char* key, std::int64_t otherwise);
/// A member that is there and not null.
bool has(const Json& object, const char* key);
bool contains(const Json& list, std::string_view text);
/// A list of texts (tags) sorted and without doubles, as ClearML keeps it; any other value as it is.
Json sortedTexts(Json value);
std::string dump(const Json& value);  ///< bytes that are no UTF-8 are replaced

}  // namespace cleardeck::tracking
