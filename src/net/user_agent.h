/// How we name ourselves to servers. "curl…" and "Mozilla…" would make kube-apiserver pretty-print its answers.
#pragma once
#include <string>

namespace cleardeck::net {

const std::string& userAgent();  ///< "cleardeck/<version of the project>"

}  // namespace cleardeck::net
