/// The end of our own program, while others that it started still run.
#pragma once
#include <chrono>

namespace cleardeck::net {

/// Waits until every program of net::run() has ended, at most so long. A helm that was given up has SIGTERM by then and
/// writes into the release how it ended; killed with us, it would leave the release pending. Blocks.
void awaitPrograms(std::chrono::milliseconds patience);

}  // namespace cleardeck::net
