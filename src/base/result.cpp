#include "base/result.h"

namespace cleardeck {

const char* name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Network: return "network";
    case ErrorKind::Tls: return "tls";
    case ErrorKind::Auth: return "auth";
    case ErrorKind::Forbidden: return "forbidden";
    case ErrorKind::NotFound: return "notFound";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::Gone: return "gone";
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::Protocol: return "protocol";
    case ErrorKind::TooLarge: return "tooLarge";
    case ErrorKind::Timeout: return "timeout";
    case ErrorKind::Cancelled: return "cancelled";
    case ErrorKind::Internal: return "internal";
  }
  return "internal";
}

}  // namespace cleardeck
