#include "yaml/lines.h"

namespace cleardeck::yaml {

std::size_t lineStart(const std::string& text, std::size_t position) {
  while (position > 0 && !isBreak(text[position - 1])) --position;
  return position;
}

std::size_t lineEnd(const std::string& text, std::size_t position) {
  while (position < text.size() && !isBreak(text[position])) ++position;
  return position;
}

std::size_t nextLine(const std::string& text, std::size_t position) {
  position = lineEnd(text, position);
  if (position < text.size() && text[position] == '\r') ++position;
  if (position < text.size() && text[position] == '\n') ++position;
  return position;
}

std::size_t skipBlanks(const std::string& text, std::size_t position) {
  while (position < text.size() && isBlank(text[position])) ++position;
  return position;
}

std::size_t skipTrivia(const std::string& text, std::size_t position) {
  for (;;) {
    while (position < text.size() && (isBlank(text[position]) || isBreak(text[position]))) ++position;
    bool comment = position < text.size() && text[position] == '#' &&
                   (position == 0 || isBlank(text[position - 1]) || isBreak(text[position - 1]));
    if (!comment) return position;
    position = lineEnd(text, position);
  }
}

std::size_t columnOf(const std::string& text, std::size_t position) {
  std::size_t begin = lineStart(text, position);
  std::size_t column = 0;
  if (begin == 0 && hasBom(text) && position >= 3) begin = 3;
  for (std::size_t i = begin; i < position; ++i) column += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
  return column;
}

bool sameLine(const std::string& text, std::size_t a, std::size_t b) {
  return lineStart(text, a) == lineStart(text, b);
}

}  // namespace cleardeck::yaml
