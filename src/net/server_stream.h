/// Plain and TLS connections behind one type, so that Beast's templates are instantiated once: with
/// tcp_stream and ssl_stream as parameters the server took 117 s and 3.5 GB to compile. Internal to net.
#pragma once
#include "net/server.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>

namespace cleardeck::net {

class ByteStream : public std::enable_shared_from_this<ByteStream> {
 public:
  using Handler = std::function<void(error_code, std::size_t)>;
  explicit ByteStream(const asio::any_io_executor& executor) : m_deadline(executor) {}
  virtual ~ByteStream() = default;
  virtual void handshake(ServerRequest& facts, Handler done) = 0;
  virtual void readSome(asio::mutable_buffer into, Handler done) = 0;
  virtual void writeSome(asio::const_buffer from, Handler done) = 0;
  virtual asio::ip::tcp::socket& socket() = 0;

  asio::any_io_executor executor() { return socket().get_executor(); }
  void close();
  void expireAfter(Clock::duration time);  ///< closes the connection then, unless neverExpire() comes first
  void neverExpire();
  bool expired() const { return m_expired; }

  std::vector<char> outgoing;

 private:
  asio::steady_timer m_deadline;
  bool m_expired = false;
};

/// Checks certificate and key, once.
class TlsContext;
Result<std::shared_ptr<TlsContext>> makeTlsContext(const ServerTls& tls);
/// Plain when `tls` is empty.
std::shared_ptr<ByteStream> makeStream(asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> tls);

/// Asio's AsyncStream over a ByteStream. Cancelling an operation closes the connection.
class ErasedStream {
 public:
  using executor_type = asio::any_io_executor;
  explicit ErasedStream(std::shared_ptr<ByteStream> stream) : m_stream(std::move(stream)) {}
  executor_type get_executor() const { return m_stream->executor(); }
  ByteStream& bytes() { return *m_stream; }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token) {
    asio::mutable_buffer first;
    for (auto i = asio::buffer_sequence_begin(buffers); i != asio::buffer_sequence_end(buffers) && !first.size(); ++i)
      first = *i;
    auto begin = [stream = m_stream, first](auto handler) {
      stream->readSome(first, erase(stream, std::move(handler)));
    };
    return asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(begin), token);
  }
  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token) {
    m_stream->outgoing.resize(std::min<std::size_t>(asio::buffer_size(buffers), 64u << 10));
    asio::buffer_copy(asio::buffer(m_stream->outgoing), buffers);
    auto begin = [stream = m_stream](auto handler) {
      asio::const_buffer from = asio::buffer(stream->outgoing);
      stream->writeSome(from, erase(stream, std::move(handler)));
    };
    return asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(begin), token);
  }

 private:
  template <class Handler>
  static ByteStream::Handler erase(const std::shared_ptr<ByteStream>& stream, Handler handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      auto cancel = [weak = std::weak_ptr(stream)](asio::cancellation_type) {
        if (auto s = weak.lock()) s->close();
      };
      slot.assign(std::move(cancel));  // of an lvalue Beast's filtering slot would keep a reference
    }
    auto shared = std::make_shared<Handler>(std::move(handler));  // std::function copies
    return [shared](error_code ec, std::size_t count) { std::move (*shared)(ec, count); };
  }
  std::shared_ptr<ByteStream> m_stream;
};

template <class Handler>
void async_teardown(boost::beast::role_type, ErasedStream& stream, Handler&& handler) {
  stream.bytes().close();
  asio::post(stream.get_executor(), [h = std::forward<Handler>(handler)]() mutable { h(error_code()); });
}
inline void teardown(boost::beast::role_type, ErasedStream& stream, error_code& ec) {
  stream.bytes().close();
  ec = error_code();
}
inline void beast_close_socket(ErasedStream& stream) { stream.bytes().close(); }

}  // namespace cleardeck::net
