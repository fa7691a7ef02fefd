#include "kube/proxy.h"

#include "base/text.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <cstdlib>

namespace cleardeck::kube {
namespace {

namespace ip = boost::asio::ip;

struct HostPort {
  std::string host, port;
};

HostPort splitHostPort(std::string_view text) {
  HostPort result;
  if (text.starts_with('[')) {  // [::1]:443
    auto end = text.find(']');
    result.host = text.substr(1, end == text.npos ? text.npos : end - 1);
    if (end != text.npos && end + 1 < text.size() && text[end + 1] == ':') result.port = text.substr(end + 2);
    return result;
  }
  auto colon = text.find(':');
  if (colon == text.npos || text.find(':', colon + 1) != text.npos)
    result.host = text;  // a bare IPv6 address has many
  else {
    result.host = text.substr(0, colon);
    result.port = text.substr(colon + 1);
  }
  return result;
}

bool inNetwork(const ip::address& address, const std::string& network) {
  boost::system::error_code ec;
  if (address.is_v4()) {
    auto range = ip::make_network_v4(network, ec);
    return !ec &&
           range.canonical().address() == ip::network_v4(address.to_v4(), range.prefix_length()).canonical().address();
  }
  auto range = ip::make_network_v6(network, ec);
  return !ec &&
         range.canonical().address() == ip::network_v6(address.to_v6(), range.prefix_length()).canonical().address();
}

bool excluded(const HostPort& target, const std::string& rule) {
  if (rule == "*") return true;
  boost::system::error_code ec;
  auto address = ip::make_address(target.host, ec);
  const bool isAddress = !ec;
  if (rule.find('/') != std::string::npos) return isAddress && inNetwork(address, rule);
  auto wanted = splitHostPort(rule);
  if (!wanted.port.empty() && wanted.port != target.port) return false;
  std::string name = wanted.host.starts_with("*.") ? wanted.host.substr(1) : wanted.host;
  if (name.empty()) return false;
  if (name.starts_with('.')) return target.host.ends_with(name);
  return target.host == name || (!isAddress && target.host.ends_with("." + name));
}

std::string environment(const char* upper, const char* lower) {
  for (const char* name : {upper, lower})
    if (const char* value = std::getenv(name); value && *value) return value;
  return std::string();
}

}  // namespace

std::string proxyFor(const std::string& url, const std::string& httpsProxy, const std::string& httpProxy,
                     const std::string& noProxy) {
  const bool https = url.starts_with("https://");
  std::string proxy = https ? httpsProxy : httpProxy;
  auto start = url.find("://");
  if (proxy.empty() || start == std::string::npos) return std::string();
  auto authority = std::string_view(url).substr(start + 3);
  auto target = splitHostPort(authority.substr(0, authority.find_first_of("/?#")));
  target.host = text::toLower(target.host);
  if (target.port.empty()) target.port = https ? "443" : "80";
  boost::system::error_code ec;
  auto address = ip::make_address(target.host, ec);
  if (target.host == "localhost" || (!ec && address.is_loopback())) return std::string();
  for (const auto& part : text::split(noProxy, ',')) {
    auto rule = text::toLower(text::trim(part));
    if (!rule.empty() && excluded(target, rule)) return std::string();
  }
  return proxy.find("://") == std::string::npos ? "http://" + proxy : proxy;
}

std::string proxyFromEnvironment(const std::string& url) {
  return proxyFor(url, environment("HTTPS_PROXY", "https_proxy"), environment("HTTP_PROXY", "http_proxy"),
                  environment("NO_PROXY", "no_proxy"));
}

}  // namespace cleardeck::kube
