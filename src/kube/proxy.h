/// Which proxy the environment asks for, by Go's rules (golang.org/x/net/http/httpproxy).
#pragma once
#include <string>

namespace cleardeck::kube {

/// The URL of the proxy for requests to `url`; "" is none. Reads HTTPS_PROXY, HTTP_PROXY, NO_PROXY (also lower case).
std::string proxyFromEnvironment(const std::string& url);

/// The same without the environment. Pure.
std::string proxyFor(const std::string& url, const std::string& httpsProxy, const std::string& httpProxy,
                     const std::string& noProxy);

}  // namespace cleardeck::kube
