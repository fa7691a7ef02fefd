/// Between a BodyStream, which is a coroutine, and libcurl's read callback, which is not. Internal to net.
#pragma once
#include "net/body_stream.h"

namespace cleardeck::net {

class Upload {
 public:
  /// `onBytes` is called from the event loop when there is again something to read.
  Upload(const asio::any_io_executor& executor, const BodyStream& body, std::function<void()> onBytes);
  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  enum class State { Bytes, Waiting, Ended, Failed };
  /// Copies up to `size` bytes; with Waiting nothing is there yet.
  State read(char* into, std::size_t size, std::size_t& count);
  bool waiting() const;
  const Error& failure() const;

 private:
  struct Buffer;
  static Task<Done> fill(std::shared_ptr<Buffer> buffer, NextPiece next);
  std::shared_ptr<Buffer> m_buffer;
  ChildTask m_filler;
};

}  // namespace cleardeck::net
