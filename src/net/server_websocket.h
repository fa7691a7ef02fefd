// The WebSocket half of the server, apart because Beast's WebSocket takes long to compile. Internal.
#pragma once
#include "net/server_stream.h"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace cleardeck::net {

asio::awaitable<std::shared_ptr<ServerSocket>> acceptSocket(
    ErasedStream stream, std::shared_ptr<boost::beast::http::request<boost::beast::http::string_body>> request,
    std::string subprotocol);

}  // namespace cleardeck::net
