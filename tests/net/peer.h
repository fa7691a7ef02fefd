/// The other side for the tests of net: a TLS server with some paths to ask, on a loop that the test runs.
#pragma once
#include "net/await.h"
#include "net/net.h"

namespace cleardeck::test {

/// The content of a file that make_certificates.sh wrote.
std::string certificate(const std::string& file);

net::Identity alice();  ///< RSA certificate, trusts the authority "ca"
net::Identity bob();    ///< Ed25519
net::ServerTls serverTls(const std::string& name);

struct PeerCounts {
  std::size_t endlessSent = 0;  ///< bytes of /endless, as the server sees it
  int openSockets = 0;          ///< WebSockets of /echo-socket
  int requests = 0;
  std::string acceptedToken = "secret";  ///< /token answers 401 to any other
};

/// /facts /echo /echo?size /slow /empty /missing /endless /cut /token /huge-header; WebSocket: /echo-socket
/// /token-socket /other-protocol /vanish; anything else is 403 with a Status.
class Peer {
 public:
  explicit Peer(const std::string& certificateName = "server");
  ~Peer();
  net::Session session(net::Identity identity) const;
  net::Session session(net::Identity identity, const std::string& url) const;
  std::string url() const;
  std::uint16_t port() const { return m_server->port(); }
  Loop& loop() const { return *m_loop; }
  PeerCounts& counts() const { return *m_counts; }

 private:
  std::unique_ptr<Loop> m_loop;
  std::shared_ptr<PeerCounts> m_counts;
  std::optional<net::Server> m_server;
};

/// Line `number` of a text: /facts answers common name, SNI, connection, "resumed" or "full", then the headers.
std::string lineOf(const std::string& text, int number);

}  // namespace cleardeck::test
