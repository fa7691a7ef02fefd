/// Request bodies that are made while they are sent.
#pragma once
#include "net/async.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cleardeck::net {

/// The next piece of a body, nullopt at its end. It is asked again only when the last piece has been sent.
using NextPiece = std::function<Task<std::optional<std::string>>()>;

struct BodyStream {
  BodyStream() = default;
  std::optional<std::uint64_t> size;  ///< bytes; nullopt: sent chunked
  std::function<NextPiece()> begin;   ///< from the start; called again when a renewed token repeats the request
};

/// A file, with bytes before and after it (the frame of a multipart upload). It is read in pieces of 256 KiB on the
/// I/O thread: local disks only. Errors: as those of files::read.
Result<BodyStream> fileBody(std::filesystem::path path, std::string before = std::string(),
                            std::string after = std::string());

}  // namespace cleardeck::net
