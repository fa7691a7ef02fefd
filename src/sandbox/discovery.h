/// What the server says about itself: versions, groups, kinds, OpenAPI (only what kubectl and helm ask it for: that
/// server-side field validation exists), and the reviews "who am I" and "what may I". Internal.
#pragma once
#include "sandbox/request.h"

namespace cleardeck::sandbox {

/// nullopt: not a path of discovery.
std::optional<Reply> answerDiscovery(const ApiRequest& request, std::uint16_t port);
/// POST of a SelfSubject…Review; nullopt: another path. Everything is allowed here.
std::optional<Reply> answerReview(const ApiRequest& request);

}  // namespace cleardeck::sandbox
