/// libcurl's codes as Errors that name the host, the cause and the next step. Internal to net.
#pragma once
#include "base/result.h"

#include <curl/curl.h>

namespace cleardeck::net {

class Endpoint;

/// `message` is the handle's CURLOPT_ERRORBUFFER, which may be empty.
Error curlError(CURL* easy, CURLcode code, const char* message, const Endpoint& endpoint);

}  // namespace cleardeck::net
