#include "installation/part.h"

namespace cleardeck::installation {

std::string_view name(Part part) {
  constexpr std::array<std::string_view, 8> names = {"ingress", "webserver",     "apiserver", "fileserver",
                                                     "mongodb", "elasticsearch", "redis",     "async-delete"};
  return names[std::size_t(part)];
}

std::optional<Part> partNamed(std::string_view text) {
  for (Part part : chain)
    if (name(part) == text) return part;
  return std::nullopt;
}

const std::vector<Part>& needs(Part part) {
  static const std::array<std::vector<Part>, 8> table = {{
      {Part::Webserver, Part::Apiserver, Part::Fileserver},                 // ingress
      {Part::Apiserver, Part::Fileserver},                                  // webserver
      {Part::Mongodb, Part::Elasticsearch, Part::Redis},                    // apiserver
      {Part::Apiserver, Part::Redis},                                       // fileserver: token check, token cache
      {},                                                                   // mongodb
      {},                                                                   // elasticsearch
      {},                                                                   // redis
      {Part::Mongodb, Part::Redis, Part::Elasticsearch, Part::Fileserver},  // async-delete
  }};
  return table[std::size_t(part)];
}

std::optional<Part> caller(Part part) {
  switch (part) {
    case Part::Webserver: return Part::Ingress;
    case Part::Apiserver:
    case Part::Fileserver: return Part::Webserver;
    case Part::Mongodb:
    case Part::Elasticsearch:
    case Part::Redis: return Part::Apiserver;
    case Part::Ingress:
    case Part::AsyncDelete: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace cleardeck::installation
