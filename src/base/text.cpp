#include "base/text.h"

#include <algorithm>
#include <array>
#include <random>

namespace cleardeck::text {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view blanks = " \t\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::array<int, 256> base64Values() {
  std::array<int, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) values[static_cast<unsigned char>(alphabet[i])] = int(i);
  values['-'] = 62;  // the URL alphabet, as in tokens
  values['_'] = 63;
  return values;
}

}  // namespace

std::string toLower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string_view trim(std::string_view text) {
  auto begin = text.find_first_not_of(blanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (const auto& part : parts) {
    if (&part != &parts.front()) result += separator;
    result += part;
  }
  return result;
}

bool containsWords(std::string_view haystack, std::string_view query) {
  const std::string all = toLower(haystack);
  for (const auto& word : split(toLower(query), ' '))
    if (all.find(word) == all.npos) return false;
  return true;
}

std::string replaceAll(std::string text, std::string_view what, std::string_view with) {
  if (what.empty()) return text;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

Result<std::string> fromBase64(std::string_view encoded) {
  static const auto values = base64Values();
  std::string bytes;
  bytes.reserve(encoded.size() * 3 / 4);
  unsigned buffer = 0;
  int bits = 0;
  for (char c : encoded) {
    if (c == '=' || blanks.find(c) != blanks.npos) continue;
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return Error(ErrorKind::Invalid, "not base64: it holds a character outside the alphabet");
    buffer = (buffer << 6) | unsigned(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(char((buffer >> bits) & 0xff));
  }
  return bytes;
}

std::string toBase64(std::string_view bytes) {
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = (group << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      result.push_back(i + j <= bytes.size() ? alphabet[(group >> (18 - 6 * j)) & 63] : '=');
  }
  return result;
}

std::string urlEncode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (char c : text) {
    if (unreserved(c)) {
      result.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return result;
}

std::string urlDecode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hexDigit(text[i + 2]);
    if (low < 0) {
      result.push_back(text[i]);
      continue;
    }
    result.push_back(char(high * 16 + low));
    i += 2;
  }
  return result;
}

std::string randomToken(std::size_t count) {
  std::random_device source;
  std::uniform_int_distribution<std::size_t> pick(0, 61);
  std::string token(count, 'a');
  for (char& c : token) c = alphabet[pick(source)];
  return token;
}

}  // namespace cleardeck::text
