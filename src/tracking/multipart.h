/// multipart/form-data as clients upload files: the part's name is the path (clearml-server: fileserver.py).
#pragma once
#include "base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cleardeck::tracking {

/// Takes a body in pieces of any size and hands out its parts, without keeping more than a piece.
class MultipartReader {
 public:
  struct Sink {
    std::function<Result<Done>(const std::string& name)> begin;  ///< a part with a file
    std::function<Result<Done>(std::string_view bytes)> data;
    std::function<Result<Done>()> end;
  };
  /// Errors of take(): what the sink returned, Invalid for a body that is not multipart.
  MultipartReader(const std::string& boundary, Sink sink);
  Result<Done> take(std::string_view bytes);
  /// The body has ended: Invalid when it was cut.
  Result<Done> finish();

  /// The boundary of a Content-Type header; nullopt when it is not multipart.
  static std::optional<std::string> boundaryOf(std::string_view contentType);

 private:
  enum class State { Preamble, Headers, Data, Over };
  Result<Done> step(bool* more);
  Result<Done> readHeaders(std::string_view head);
  std::string m_delimiter, m_buffer;
  Sink m_sink;
  State m_state = State::Preamble;
};

}  // namespace cleardeck::tracking
