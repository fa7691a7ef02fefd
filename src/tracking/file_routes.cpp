#include "tracking/file_routes.h"

#include "base/text.h"
#include "net/runtime.h"
#include "tracking/access.h"
#include "tracking/file_store.h"
#include "tracking/multipart.h"

#include <charconv>

namespace cleardeck::tracking {

namespace fs = std::filesystem;

struct FileContext {
  fs::path root;
  std::uint64_t maxUploadBytes = 0;
  std::shared_ptr<Shared> shared;
  asio::any_io_executor disk;
};

namespace {

struct Answer {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  fs::path file;  // not empty: the bytes from `from` to `from + length` of it are the body
  std::uint64_t from = 0, length = 0;
};

Answer page(int status, const char* title, const char* words) {
  return {status,
          std::string("<!doctype html>\n<html lang=en>\n<title>") + std::to_string(status) + " " + title +
              "</title>\n<h1>" + title + "</h1>\n<p>" + words + "</p>\n",
          {},
          {},
          0,
          0};
}
Answer notFound() {
  return page(404, "Not Found",
              "The requested URL was not found on the server. If you entered the URL manually please check your "
              "spelling and try again.");
}
Answer plain(int status, std::string text) { return {status, std::move(text), {}, {}, 0, 0}; }

Answer unauthorized(const net::ServerRequest& request) {
  auto header = request.headers.find("Authorization");
  if (header && !header->starts_with("Bearer")) return plain(401, "Only bearer token authorization is supported");
  return page(
      401, "Unauthorized",
      "The server could not verify that you are authorized to access the URL requested. You either supplied the wrong "
      "credentials (e.g. a bad password), or your browser doesn&#39;t understand how to supply the credentials "
      "required.");
}

bool isSignedIn(const FileContext& context, const net::ServerRequest& request) {
  auto authorization = request.headers.find("Authorization"), cookie = request.headers.find("Cookie");
  return identifyByToken(*context.shared, authorization.value_or(""), cookie.value_or("")).has_value();
}

// An upload on its way: the parts that have arrived whole, and the one that is arriving.
struct Incoming {
  explicit Incoming(const FileContext& c) : context(c) {}
  MultipartReader::Sink sink() {
    auto begin = [this](const std::string& name) -> Result<Done> {
      auto opened = FileUpload::open(context.root, name, context.maxUploadBytes);
      if (!opened) return opened.error();
      file = std::move(*opened);
      return Done();
    };
    auto data = [this](std::string_view bytes) { return file->write(bytes); };
    auto end = [this]() -> Result<Done> {
      auto done = file->commit();
      names.push_back(file->name());
      return done;
    };
    return MultipartReader::Sink{begin, data, end};
  }
  const FileContext& context;
  std::unique_ptr<FileUpload> file;
  Json names = Json::array();
};

Answer uploadAnswer(const Result<Done>& taken, const Json& names) {
  if (taken) return plain(200, dump(names) + "\n");
  return plain(taken.error().httpStatus ? taken.error().httpStatus : 400, taken.error().message);
}

// Piece by piece from the connection to the disk; what is slow slows the client, never fills memory.
asio::awaitable<Answer> upload(std::shared_ptr<const FileContext> context, std::shared_ptr<net::Exchange> exchange) {
  const auto& request = exchange->request();
  if (auto encoding = request.headers.find("Content-Encoding"))
    co_return plain(415, "Content encoding is not supported (" + std::string(*encoding) + ")");
  if (!isSignedIn(*context, request)) co_return unauthorized(request);
  auto boundary = MultipartReader::boundaryOf(request.headers.find("Content-Type").value_or(""));
  if (!boundary) co_return plain(200, "[]\n");
  Incoming incoming(*context);
  MultipartReader reader(*boundary, incoming.sink());
  for (;;) {
    auto piece = co_await exchange->readBody();
    if (!piece) co_return plain(400, piece.error().message);
    if (!*piece) break;
    auto take = [&reader, &piece] { return reader.take(**piece); };
    auto taken = co_await onWorkers(context->disk, std::move(take));
    if (!taken) co_return uploadAnswer(taken, incoming.names);
  }
  co_return uploadAnswer(reader.finish(), incoming.names);
}

std::string etagOf(const fs::path& file, std::uint64_t size) {
  std::error_code failed;
  auto time = fs::last_write_time(file, failed).time_since_epoch().count();
  return "\"" + md5(std::to_string(time) + "-" + std::to_string(size) + "-" + file.string()) + "\"";
}

// "bytes=2-4", "bytes=50-", "bytes=-5"; false when there is no such part.
bool readRange(std::string_view header, std::uint64_t size, Answer& answer) {
  auto range = header.substr(6);
  auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos)
    return true;  // several parts: all of it
  auto number = [](std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  auto first = range.substr(0, dash), last = range.substr(dash + 1);
  std::uint64_t from = first.empty() ? size - std::min(size, number(last, 0)) : number(first, 0);
  std::uint64_t to = first.empty() || last.empty() ? size - 1 : std::min(number(last, size - 1), size - 1);
  if (size == 0 || from >= size || to < from) return false;
  answer.status = 206;
  answer.from = from;
  answer.length = to - from + 1;
  answer.headers.emplace_back("Content-Range",
                              "bytes " + std::to_string(from) + "-" + std::to_string(to) + "/" + std::to_string(size));
  return true;
}

std::string disposition(const std::string& target, const std::string& name) {
  bool attached = target.find("?download") != std::string::npos;
  bool token = std::all_of(name.begin(), name.end(),
                           [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; });
  return std::string(attached ? "attachment" : "inline") +
         "; filename=" + (token ? name : "\"" + text::replaceAll(name, "\"", "\\\"") + "\"");
}

Answer download(const FileContext& context, const net::ServerRequest& request, const std::string& name) {
  auto path = safePath(context.root, name);
  std::error_code failed;
  if (!path || !fs::is_regular_file(*path, failed)) return notFound();
  auto size = fs::file_size(*path, failed);
  if (failed) return notFound();
  Answer answer;
  answer.file = *path;
  answer.length = size;
  auto etag = etagOf(*path, size);
  if (request.headers.find("If-None-Match").value_or("") == etag) return {304, {}, {{"ETag", etag}}, {}, 0, 0};
  answer.headers = {{"Content-Disposition", disposition(request.target, path->filename().string())},
                    {"Content-Type", contentTypeOf(name)},
                    {"Cache-Control", "public, max-age=300"},
                    {"ETag", etag},
                    {"Accept-Ranges", "bytes"}};
  auto range = request.headers.find("Range");
  if (range && range->starts_with("bytes=") && !readRange(*range, size, answer)) {
    auto refused = page(416, "Requested Range Not Satisfiable", "The server cannot provide the requested range.");
    refused.headers = {{"Content-Range", "bytes */" + std::to_string(size)}};
    return refused;
  }
  return answer;
}

Answer remove(const FileContext& context, const std::string& name) {
  auto path = safePath(context.root, name);
  std::error_code failed;
  if (!path || !fs::is_regular_file(*path, failed) || !fs::remove(*path, failed))
    return plain(404, "File " + name + " not found");
  return plain(200, name);
}

Answer removeMany(const FileContext& context, const net::ServerRequest& request) {
  auto body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.value("files", Json()).is_array()) return plain(400, "files: a list is needed");
  Json deleted = Json::object(), errors = Json::object();
  for (const auto& name : texts(body["files"])) {
    auto decoded = text::urlDecode(name);
    auto path = safePath(context.root, decoded);
    std::error_code failed;
    if (path && fs::exists(*path, failed) && fs::remove_all(*path, failed) > 0)
      deleted[name] = decoded;
    else
      errors["Not found"].push_back(name);
  }
  return plain(200, dump(Json{{"deleted", deleted}, {"errors", errors}}));
}

Answer answer(const FileContext& context, const net::ServerRequest& request) {
  auto path = request.target.substr(0, request.target.find('?'));
  auto name = text::urlDecode(path);
  name.erase(0, name.find_first_not_of('/'));
  bool reads = request.method == "GET" || request.method == "HEAD";
  if (request.method == "OPTIONS") return {200, {}, {{"Allow", "GET, OPTIONS, DELETE, HEAD"}}, {}, 0, 0};
  if (auto encoding = request.headers.find("Content-Encoding"))
    return plain(415, "Content encoding is not supported (" + std::string(*encoding) + ")");
  if (path == "/" && reads) return plain(200, "OK");
  if (!isSignedIn(context, request)) return unauthorized(request);
  if (path == "/delete_many" && request.method == "POST") return removeMany(context, request);
  if (reads) return download(context, request, name);
  if (request.method == "DELETE") return remove(context, name);
  auto refused = page(405, "Method Not Allowed", "The method is not allowed for the requested URL.");
  refused.headers = {{"Allow", "GET, OPTIONS, DELETE, HEAD"}};
  return refused;
}

net::Headers headersOf(const Answer& answer, const net::ServerRequest& request) {
  net::Headers headers;
  bool typed = false;
  for (const auto& [name, value] : answer.headers) {
    headers.add(name, value);
    typed = typed || name == "Content-Type";
  }
  if (!typed) headers.add("Content-Type", "text/html; charset=utf-8");
  headers.add("Access-Control-Allow-Origin", std::string(request.headers.find("Origin").value_or("*")));
  headers.add("Vary", "Accept-Encoding");
  return headers;
}

}  // namespace

std::shared_ptr<const FileContext> makeFileContext(fs::path root, std::uint64_t maxUploadBytes,
                                                   std::shared_ptr<Shared> shared, asio::any_io_executor disk) {
  std::error_code failed;
  fs::create_directories(root, failed);
  return std::make_shared<const FileContext>(
      FileContext{std::move(root), maxUploadBytes, std::move(shared), std::move(disk)});
}

asio::awaitable<void> answerFiles(std::shared_ptr<const FileContext> context, std::shared_ptr<net::Exchange> exchange) {
  const auto& request = exchange->request();
  Answer made;
  if (request.method == "POST" && request.target == "/") {
    made = co_await upload(context, exchange);
  } else {
    auto work = [context, exchange] { return answer(*context, exchange->request()); };
    made = co_await onWorkers(context->disk, std::move(work));
  }
  auto headers = headersOf(made, request);
  if (made.file.empty()) {
    co_await exchange->respond(made.status, std::move(headers), std::move(made.body));
    co_return;
  }
  auto sent = co_await net::respondFile(exchange, made.status, std::move(headers), made.file, made.from, made.length);
  if (!sent && (sent.error().kind == ErrorKind::NotFound || sent.error().kind == ErrorKind::Forbidden)) {
    auto missing = notFound();
    auto missingHeaders = headersOf(missing, request);
    co_await exchange->respond(missing.status, std::move(missingHeaders), std::move(missing.body));
  }
}

}  // namespace cleardeck::tracking
