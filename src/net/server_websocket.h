/// The WebSocket half of the server, apart because Beast's WebSocket takes long to compile. Internal to net.
#pragma once
#include "net/server_stream.h"

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace cleardeck::net {

/// A request whose body is read piece by piece, or not at all.
using ServerParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

/// Answers the upgrade; nullptr: the client is gone or did not ask for a WebSocket.
asio::awaitable<std::shared_ptr<ServerSocket>> acceptSocket(ErasedStream stream, std::shared_ptr<ServerParser> request,
                                                            std::string subprotocol);

}  // namespace cleardeck::net
