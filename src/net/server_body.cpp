// Large bodies, in and out, on top of Exchange.
#include "net/server.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace cleardeck::net {
namespace {

constexpr std::size_t pieceSize = 256u << 10;

struct OpenFile {
  explicit OpenFile(const std::filesystem::path& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd >= 0) ::close(fd);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd;
};

std::string readPiece(int fd, std::uint64_t offset, std::uint64_t length) {
  std::string piece(std::min<std::uint64_t>(length, pieceSize), '\0');
  ssize_t count = 0;
  do count = ::pread(fd, piece.data(), piece.size(), off_t(offset));
  while (count < 0 && errno == EINTR);
  piece.resize(std::size_t(std::max<ssize_t>(count, 0)));
  return piece;
}

}  // namespace

Task<std::string> readWholeBody(std::shared_ptr<Exchange> exchange, std::size_t limit) {
  std::string whole = exchange->request().body;
  for (;;) {
    auto piece = co_await exchange->readBody();
    if (!piece) co_return piece.error();
    if (!*piece) co_return whole;
    if (whole.size() + (*piece)->size() > limit)
      co_return Error(ErrorKind::TooLarge, "the request's body is larger than " + std::to_string(limit) + " bytes");
    whole += **piece;
  }
}

Task<Done> respondFile(std::shared_ptr<Exchange> exchange, int status, Headers headers, std::filesystem::path path,
                       std::uint64_t offset, std::uint64_t length) {
  const OpenFile file(path);
  if (file.fd < 0)
    co_return Error(errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Forbidden,
                    "read " + path.string() + ": " + std::strerror(errno));
  const Error gone(ErrorKind::Network, "the client went away");
  const bool begun = co_await exchange->beginSized(status, std::move(headers), length);
  if (!begun) co_return gone;
  const bool bodyWanted = exchange->request().method != "HEAD";
  while (bodyWanted && length > 0) {
    auto piece = readPiece(file.fd, offset, length);
    const auto count = piece.size();
    if (count == 0) break;  // it became shorter: the missing bytes end the connection, so the client notices
    const bool sent = co_await exchange->chunk(std::move(piece));
    if (!sent) co_return gone;
    offset += count;
    length -= count;
  }
  const bool ended = co_await exchange->endChunked();
  if (ended) co_return Done();
  if (bodyWanted && length > 0) co_return Error(ErrorKind::Conflict, "read " + path.string() + ": it became shorter");
  co_return gone;
}

}  // namespace cleardeck::net
