/// A CurlConnection as an Asio AsyncStream, so that Beast's WebSocket runs over the
/// same TLS and proxy code as every other request. Internal to net.
#pragma once
#include "net/curl_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>

namespace cleardeck::net {

class CurlStream {
 public:
  using executor_type = asio::any_io_executor;
  explicit CurlStream(std::shared_ptr<CurlConnection> connection) : m_connection(std::move(connection)) {}
  executor_type get_executor() const { return m_connection->session.executor(); }
  CurlConnection& connection() { return *m_connection; }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token) {
    asio::mutable_buffer first;
    for (auto i = asio::buffer_sequence_begin(buffers); i != asio::buffer_sequence_end(buffers) && !first.size(); ++i)
      first = *i;
    return asio::async_compose<Token, void(error_code, std::size_t)>(ReadOp(m_connection, first), token,
                                                                     get_executor());
  }

  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token) {
    // One TLS record for Beast's header and payload buffers. It also keeps the bytes where they are
    // until libcurl took them: OpenSSL refuses a retry from another address ("bad write retry").
    auto& outgoing = m_connection->outgoing;
    outgoing.resize(std::min<std::size_t>(asio::buffer_size(buffers), 64u << 10));
    asio::buffer_copy(asio::buffer(outgoing), buffers);
    return asio::async_compose<Token, void(error_code, std::size_t)>(WriteOp(m_connection), token, get_executor());
  }

 private:
  // Tries, waits on would_block, and never completes inside the initiating call.
  template <class Derived>
  struct Op {
    explicit Op(std::shared_ptr<CurlConnection> c) : connection(std::move(c)) {}
    template <class Self>
    void operator()(Self& self) {
      if (ready) return self.complete(result, count);
      step(self, true);
    }
    template <class Self>
    void operator()(Self& self, error_code ec) {
      if (ec) return self.complete(ec, 0);
      step(self, false);
    }
    template <class Self>
    void step(Self& self, bool initiating) {
      result = error_code();
      count = static_cast<Derived*>(this)->attempt(result);
      if (result == asio::error::would_block) {
        auto& descriptor = connection->descriptor;
        return descriptor.async_wait(Derived::direction, std::move(self));
      }
      if (!initiating) return self.complete(result, count);
      ready = true;
      auto executor = connection->session.executor();
      asio::post(executor, std::move(self));
    }
    std::shared_ptr<CurlConnection> connection;
    error_code result;
    std::size_t count = 0;
    bool ready = false;
  };
  struct ReadOp : Op<ReadOp> {
    ReadOp(std::shared_ptr<CurlConnection> c, asio::mutable_buffer b) : Op<ReadOp>(std::move(c)), buffer(b) {}
    static constexpr auto direction = asio::posix::stream_descriptor::wait_read;
    std::size_t attempt(error_code& ec) { return this->connection->receive(buffer, ec); }
    asio::mutable_buffer buffer;
  };
  struct WriteOp : Op<WriteOp> {
    using Op<WriteOp>::Op;
    static constexpr auto direction = asio::posix::stream_descriptor::wait_write;
    std::size_t attempt(error_code& ec) { return this->connection->send(asio::buffer(this->connection->outgoing), ec); }
  };

  std::shared_ptr<CurlConnection> m_connection;
};

// Beast asks for these by name.
template <class Handler>
void async_teardown(boost::beast::role_type, CurlStream& stream, Handler&& handler) {
  stream.connection().abort();
  asio::post(stream.get_executor(), [h = std::forward<Handler>(handler)]() mutable { h(error_code()); });
}
inline void teardown(boost::beast::role_type, CurlStream& stream, error_code& ec) {
  stream.connection().abort();
  ec = error_code();
}
inline void beast_close_socket(CurlStream& stream) { stream.connection().abort(); }

}  // namespace cleardeck::net
