# Run by cleardeck_embed (Embed.cmake). An array of bytes, for compilers limit the length of a literal.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "::[^:]+$" "" namespace ${FUNCTION})
string(REGEX REPLACE "^.*::" "" function ${FUNCTION})
file(WRITE ${OUTPUT} "// Made from ${NAME}; do not edit.
#include \"${HEADER}\"

namespace ${namespace} {
namespace {
const unsigned char bytes[] = {
${bytes}
};
}  // namespace

std::string_view ${function}() { return {reinterpret_cast<const char*>(bytes), sizeof bytes}; }

}  // namespace ${namespace}
")
