/// The file server's routes over HTTP (clearml-server: fileserver/fileserver.py). Internal.
#pragma once
#include "net/server.h"
#include "tracking/call.h"

#include <filesystem>

namespace cleardeck::tracking {

struct FileContext;

/// `disk` runs what waits for the disk.
std::shared_ptr<const FileContext> makeFileContext(std::filesystem::path root, std::uint64_t maxUploadBytes,
                                                   std::shared_ptr<Shared> shared, asio::any_io_executor disk);
asio::awaitable<void> answerFiles(std::shared_ptr<const FileContext> context, std::shared_ptr<net::Exchange> exchange);

}  // namespace cleardeck::tracking
