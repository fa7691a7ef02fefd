#include "app/ctl/password.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace cleardeck::app::ctl {

Result<std::string> askPassword(const std::string& username) {
  termios before{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::cerr << "Password of " << username << ": " << std::flush;
    termios silent = before;
    silent.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  const bool read = bool(std::getline(std::cin, line));
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << std::endl;
  }
  if (!read)
    return Error(ErrorKind::Invalid, "no password for " + username).withHint("Give it on standard input, one line");
  return line;
}

}  // namespace cleardeck::app::ctl
