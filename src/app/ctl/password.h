/// Passwords on the command line: never in the arguments, where other users of the machine see them.
#pragma once
#include "base/result.h"

#include <string>

namespace cleardeck::app::ctl {

/// A line of standard input; a terminal shows the question and not the answer. Errors: Invalid, the input has ended.
Result<std::string> askPassword(const std::string& username);

}  // namespace cleardeck::app::ctl
