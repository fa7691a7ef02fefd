/// The texts that point ClearML's own clients at a server.
#pragma once
#include "clearml/session.h"

namespace cleardeck::clearml {

struct ServerUrls {
  std::string api;
  std::string web;
  std::string files;
};

/// A whole ~/clearml.conf (HOCON). Empty credentials leave the credentials block out.
std::string clearmlConf(const ServerUrls& urls, const Credentials& credentials);
/// The same as `export` lines for a POSIX shell.
std::string environmentLines(const ServerUrls& urls, const Credentials& credentials);

}  // namespace cleardeck::clearml
