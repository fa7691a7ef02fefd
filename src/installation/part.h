/// The eight parts of a ClearML installation, in the fixed order of the chain, and which part needs which.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::installation {

enum class Part { Ingress, Webserver, Apiserver, Fileserver, Mongodb, Elasticsearch, Redis, AsyncDelete };

constexpr std::array<Part, 8> chain = {Part::Ingress, Part::Webserver,     Part::Apiserver, Part::Fileserver,
                                       Part::Mongodb, Part::Elasticsearch, Part::Redis,     Part::AsyncDelete};

/// "ingress", "webserver" … "async-delete".
std::string_view name(Part part);
std::optional<Part> partNamed(std::string_view name);

/// The parts that `part` cannot work without (docs of the ClearML server, "what an installation consists of").
const std::vector<Part>& needs(Part part);

/// The part whose call to `part` a person notices first when `part` is down; none for async-delete and the ingress.
std::optional<Part> caller(Part part);

}  // namespace cleardeck::installation
