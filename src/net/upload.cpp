#include "net/upload.h"

#include <cstring>

namespace cleardeck::net {

// Shared with the filling task, which may outlive its Upload by the moment that cancelling takes.
struct Upload::Buffer {
  Buffer(const asio::any_io_executor& executor, std::function<void()> f) : taken(executor), onBytes(std::move(f)) {}
  Notifier taken;
  std::function<void()> onBytes;
  std::string piece;
  std::size_t at = 0;
  bool waiting = false;
  bool ended = false;
  std::optional<Error> failure;
};

Upload::Upload(const asio::any_io_executor& executor, const BodyStream& body, std::function<void()> onBytes)
    : m_buffer(std::make_shared<Buffer>(executor, std::move(onBytes))) {
  auto finished = [weak = std::weak_ptr(m_buffer)](Result<Done> result) {
    auto buffer = weak.lock();
    if (!buffer) return;
    if (result)
      buffer->ended = true;
    else
      buffer->failure = result.error();
    buffer->onBytes();
  };
  m_filler = ChildTask(executor, fill(m_buffer, body.begin()), finished);
}

// A piece that has just arrived may still wake the filler after its cancellation.
Upload::~Upload() {
  m_buffer->onBytes = [] {};
}

Task<Done> Upload::fill(std::shared_ptr<Buffer> buffer, NextPiece next) {
  for (;;) {
    auto piece = co_await next();
    if (!piece) co_return piece.error();
    if (!*piece) co_return Done();
    buffer->piece = std::move(**piece);
    buffer->at = 0;
    buffer->onBytes();
    while (buffer->at < buffer->piece.size()) {
      auto wake = co_await buffer->taken.wait();
      if (wake == Wake::Cancelled) co_return cancelledError();
    }
  }
}

Upload::State Upload::read(char* into, std::size_t size, std::size_t& count) {
  auto& buffer = *m_buffer;
  count = std::min(size, buffer.piece.size() - buffer.at);
  std::memcpy(into, buffer.piece.data() + buffer.at, count);
  buffer.at += count;
  if (count > 0 && buffer.at == buffer.piece.size()) buffer.taken.notify();
  buffer.waiting = count == 0 && !buffer.ended && !buffer.failure;
  if (count > 0) return State::Bytes;
  if (buffer.failure) return State::Failed;
  return buffer.ended ? State::Ended : State::Waiting;
}

bool Upload::waiting() const { return m_buffer->waiting; }
const Error& Upload::failure() const { return *m_buffer->failure; }

}  // namespace cleardeck::net
