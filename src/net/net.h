/// net: bytes to and from other machines and programs: one HTTP client (libcurl driven by Asio), one WebSocket client
/// and the servers (Beast), the TLS identity, the TCP listener, the subprocess; and the few Asio pieces that every
/// coroutine uses (async.h, runtime.h). It knows nothing of Kubernetes, Helm or ClearML. No Beast or asio/ssl type in a
/// public header, no Beast template on two stream types (it takes minutes to compile).
#pragma once
#include "net/async.h"
#include "net/http.h"
#include "net/identity.h"
#include "net/listener.h"
#include "net/process.h"
#include "net/runtime.h"
#include "net/server.h"
#include "net/websocket.h"
