#include "net/body_stream.h"

#include <fstream>

namespace cleardeck::net {
namespace {

constexpr std::size_t pieceSize = 256u << 10;
using Piece = std::optional<std::string>;

struct FileReader {
  FileReader(std::filesystem::path p, std::string b, std::string a, std::uint64_t s)
      : path(std::move(p)), before(std::move(b)), after(std::move(a)), left(s), file(path, std::ios::binary) {}
  std::filesystem::path path;
  std::string before;
  std::string after;
  std::uint64_t left;  // bytes of the file
  std::ifstream file;
};

Task<Piece> nextPiece(std::shared_ptr<FileReader> reader) {
  if (!reader->before.empty()) co_return Piece(std::exchange(reader->before, std::string()));
  if (reader->left == 0) {
    if (reader->after.empty()) co_return Piece();
    co_return Piece(std::exchange(reader->after, std::string()));
  }
  std::string piece(std::min<std::uint64_t>(reader->left, pieceSize), '\0');
  if (!reader->file.read(piece.data(), std::streamsize(piece.size())))
    co_return Error(ErrorKind::Conflict, "read " + reader->path.string() + ": it became shorter while it was sent");
  reader->left -= piece.size();
  co_return Piece(std::move(piece));
}

}  // namespace

Result<BodyStream> fileBody(std::filesystem::path path, std::string before, std::string after) {
  std::error_code ec;
  const auto size = std::filesystem::file_size(path, ec);
  if (ec) {
    const bool missing = ec == std::errc::no_such_file_or_directory;
    return Error(missing ? ErrorKind::NotFound : ErrorKind::Invalid, "read " + path.string() + ": " + ec.message());
  }
  if (!std::ifstream(path, std::ios::binary))
    return Error(ErrorKind::Forbidden, "read " + path.string() + ": not allowed");
  BodyStream body;
  body.size = before.size() + size + after.size();
  body.begin = [path, before, after, size] {
    auto reader = std::make_shared<FileReader>(path, before, after, size);
    return [reader] { return nextPiece(reader); };
  };
  return body;
}

}  // namespace cleardeck::net
