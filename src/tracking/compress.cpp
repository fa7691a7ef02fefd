#include "tracking/compress.h"

#include <zlib.h>
#include <stdexcept>

namespace cleardeck::tracking {

std::string gzip(std::string_view plain) {
  z_stream stream{};
  constexpr int gzipWindow = 15 + 16, fastest = 1;
  if (deflateInit2(&stream, fastest, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string packed(deflateBound(&stream, uLong(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = uInt(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = uInt(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace cleardeck::tracking
