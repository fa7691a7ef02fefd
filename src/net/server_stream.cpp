#include "net/server_stream.h"

#include <boost/asio/ssl.hpp>

namespace cleardeck::net {

namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;

class TlsContext {
 public:
  TlsContext() : context(ssl::context::tls_server) {}
  ssl::context context;
};

namespace {

class PlainBytes final : public ByteStream {
 public:
  explicit PlainBytes(tcp::socket socket) : ByteStream(socket.get_executor()), m_socket(std::move(socket)) {}
  void handshake(ServerRequest&, Handler done) override {
    asio::post(m_socket.get_executor(), [done] { done(error_code(), 0); });
  }
  void readSome(asio::mutable_buffer into, Handler done) override { m_socket.async_read_some(into, std::move(done)); }
  void writeSome(asio::const_buffer from, Handler done) override { m_socket.async_write_some(from, std::move(done)); }
  tcp::socket& socket() override { return m_socket; }

 private:
  tcp::socket m_socket;
};

std::string commonName(SSL* ssl) {
  std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), &X509_free);
  if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) return std::string();
  char name[256] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
  return name;
}

class TlsBytes final : public ByteStream {
 public:
  TlsBytes(tcp::socket socket, std::shared_ptr<TlsContext> context)
      : ByteStream(socket.get_executor()),
        m_context(std::move(context)),
        m_stream(std::move(socket), m_context->context) {}
  void handshake(ServerRequest& facts, Handler done) override {
    m_stream.async_handshake(ssl::stream_base::server, [this, &facts, done](error_code ec) {
      if (!ec) {
        SSL* handle = m_stream.native_handle();
        const char* name = SSL_get_servername(handle, TLSEXT_NAMETYPE_host_name);
        facts.serverName = name ? name : "";
        facts.peerCommonName = commonName(handle);
        facts.resumed = SSL_session_reused(handle) == 1;
      }
      done(ec, 0);
    });
  }
  void readSome(asio::mutable_buffer into, Handler done) override { m_stream.async_read_some(into, std::move(done)); }
  void writeSome(asio::const_buffer from, Handler done) override { m_stream.async_write_some(from, std::move(done)); }
  tcp::socket& socket() override { return m_stream.next_layer(); }

 private:
  std::shared_ptr<TlsContext> m_context;
  ssl::stream<tcp::socket> m_stream;
};

}  // namespace

void ByteStream::close() {
  error_code ec;  // closed is closed
  socket().close(ec);
}

void ByteStream::expireAfter(Clock::duration time) {
  m_deadline.expires_after(time);
  m_deadline.async_wait([weak = weak_from_this()](error_code ec) {
    auto self = weak.lock();
    // A wait that ended just before it was cancelled still reports success: look at the clock.
    if (ec || !self || self->m_deadline.expiry() > Clock::now()) return;
    self->m_expired = true;
    self->close();
  });
}

void ByteStream::neverExpire() { m_deadline.expires_at(Clock::time_point::max()); }

Result<std::shared_ptr<TlsContext>> makeTlsContext(const ServerTls& tls) {
  auto made = std::make_shared<TlsContext>();
  auto& context = made->context;
  error_code ec;
  context.use_certificate_chain(asio::buffer(tls.certificatePem), ec);
  if (!ec) context.use_private_key(asio::buffer(tls.keyPem), ssl::context::pem, ec);
  if (!ec && !tls.clientCaPem.empty()) {
    context.add_certificate_authority(asio::buffer(tls.clientCaPem), ec);
    context.set_verify_mode(ssl::verify_peer, ec);
  }
  if (ec)
    return Error(ErrorKind::Tls, "the server's certificate or key cannot be used: " + ec.message())
        .withHint("Give both as PEM, and the key that belongs to the certificate");
  // Without an id context, resuming a session that has a client certificate fails the handshake.
  SSL_CTX_set_session_id_context(context.native_handle(), reinterpret_cast<const unsigned char*>("cleardeck"), 9);
  return made;
}

std::shared_ptr<ByteStream> makeStream(tcp::socket socket, std::shared_ptr<TlsContext> tls) {
  if (!tls) return std::make_shared<PlainBytes>(std::move(socket));
  return std::make_shared<TlsBytes>(std::move(socket), std::move(tls));
}

}  // namespace cleardeck::net
