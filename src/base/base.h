/// base: what every room may use, on nothing but the standard library, spdlog, nlohmann_json and libcrypt: Result, Error, live tables,
/// time, text, files, passwords, HOCON, log. No I/O besides reading and writing whole files, no Asio, no Qt, no protocol.
#pragma once
#include "base/files.h"
#include "base/hocon.h"
#include "base/live.h"
#include "base/log.h"
#include "base/password.h"
#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
