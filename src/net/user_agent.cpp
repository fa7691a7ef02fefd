#include "net/user_agent.h"

namespace cleardeck::net {

const std::string& userAgent() {
  static const std::string name = "cleardeck/" CLEARDECK_VERSION;
  return name;
}

}  // namespace cleardeck::net
