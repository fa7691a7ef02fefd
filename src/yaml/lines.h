/// Lines and blanks of a text, by byte position. Internal to this room.
#pragma once
#include <string>

namespace cleardeck::yaml {

inline bool isBlank(char c) { return c == ' ' || c == '\t'; }
inline bool isBreak(char c) { return c == '\n' || c == '\r'; }
inline bool hasBom(const std::string& text) { return text.compare(0, 3, "\xef\xbb\xbf") == 0; }

std::size_t lineStart(const std::string& text, std::size_t position);
std::size_t lineEnd(const std::string& text, std::size_t position);   ///< without the line break
std::size_t nextLine(const std::string& text, std::size_t position);  ///< after the line break
std::size_t skipBlanks(const std::string& text, std::size_t position);
/// Past blanks, line breaks and comments.
std::size_t skipTrivia(const std::string& text, std::size_t position);
/// In characters, from 0; a byte order mark does not count.
std::size_t columnOf(const std::string& text, std::size_t position);
bool sameLine(const std::string& text, std::size_t a, std::size_t b);

}  // namespace cleardeck::yaml
