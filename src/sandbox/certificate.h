/// A fresh self-signed certificate for 127.0.0.1 and localhost. client-go sends tokens over TLS only. Internal.
#pragma once
#include "net/server.h"

namespace cleardeck::sandbox {

/// ECDSA P-256, valid from an hour ago for ten years. Errors: Internal.
Result<net::ServerTls> makeCertificate();

}  // namespace cleardeck::sandbox
