/// Which local ports an installation's doors have on this computer.
#pragma once
#include "installation/model.h"

#include <cstdint>
#include <QString>

/// 0: any free port.
struct LocalPorts {
  std::uint16_t web = 0, api = 0, files = 0;
  bool operator==(const LocalPorts&) const = default;
  std::uint16_t of(cleardeck::installation::Door door) const;
  void set(cleardeck::installation::Door door, std::uint16_t port);

  /// The port at which the web application, opened at `web`, looks for its API unless it was told otherwise
  /// (app.constants.ts, guessAPIServerURL): 30080 goes with 30008, everything else with 8008.
  std::uint16_t apiThatWebLooksFor() const { return web == 30080 ? 30008 : 8008; }

  static LocalPorts standard() { return {8080, 8008, 8081}; }   ///< where ClearML's own programs look first
  static LocalPorts second() { return {30080, 30008, 30081}; }  ///< the only others the web application knows
  static LocalPorts any() { return {}; }
};

/// Ports by installation, kept in ports.ini of the configuration folder. No secrets are in it.
namespace portmemory {
/// Nothing kept: `any()`, and `known` is false.
struct Kept {
  LocalPorts ports;
  bool known = false;
};
Kept of(const QString& installation);
void keep(const QString& installation, const LocalPorts& ports);
}  // namespace portmemory
