# Writes OUTPUT, a C++ file whose releaseJson() is the content of INPUT. Chunked: compilers limit the length of a literal.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT} "// Made from ${NAME}; do not edit.
#include \"sandbox/release_data.h\"

namespace cleardeck::sandbox {
namespace {
const unsigned char bytes[] = {
${bytes}
};
}  // namespace

std::string_view releaseJson() { return {reinterpret_cast<const char*>(bytes), sizeof bytes}; }

}  // namespace cleardeck::sandbox
")
