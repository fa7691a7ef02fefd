#include "tracking/client.h"

#include "base/text.h"

#include <curl/curl.h>
#include <filesystem>
#include <stdexcept>

namespace cleardeck::test {
namespace {

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(bytes, size * count);
  return size * count;
}

std::size_t takeHeader(char* bytes, std::size_t size, std::size_t count, void* into) {
  std::string line(bytes, size * count);
  auto colon = line.find(':');
  if (colon != std::string::npos)
    (*static_cast<std::map<std::string, std::string>*>(into))[text::toLower(line.substr(0, colon))] =
        std::string(text::trim(line.substr(colon + 1)));
  return size * count;
}

}  // namespace

Answer http(const std::string& method, const std::string& url, const std::string& body, const HeaderLines& headers) {
  Answer answer;
  auto curl = curl_easy_init();
  curl_slist* lines = curl_slist_append(nullptr, "Expect:");
  for (const auto& line : headers) lines = curl_slist_append(lines, line.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  if (!body.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
  if (!body.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, takeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.headers);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
  long status = 0;
  if (curl_easy_perform(curl) == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = int(status);
  curl_slist_free_all(lines);
  curl_easy_cleanup(curl);
  return answer;
}

TrackingServer::TrackingServer(tracking::Settings settings) {
  m_folder = (std::filesystem::temp_directory_path() / ("tracking-test-" + text::randomToken(12))).string();
  settings.dataDir = m_folder;
  settings.apiPort = settings.filesPort = settings.webPort = 0;
  auto started = tracking::Server::start(m_runtime, settings);
  if (!started) throw std::runtime_error(started.error().text());
  m_server = std::move(*started);
}

TrackingServer::~TrackingServer() {
  m_server.reset();
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

std::string TrackingServer::basic() const {
  return "Authorization: Basic " + text::toBase64(m_server->accessKey() + ":" + m_server->secretKey());
}

std::string TrackingServer::token() {
  if (m_token.empty())
    m_token = http("POST", m_server->apiUrl() + "/auth.login", "{}", {basic()}).json()["data"]["token"];
  return m_token;
}

Answer TrackingServer::post(const std::string& path, const std::string& body, HeaderLines headers) {
  headers.push_back("Authorization: Bearer " + token());
  headers.push_back("Content-Type: application/json");
  return http("POST", m_server->apiUrl() + path, body, headers);
}

nlohmann::json TrackingServer::call(const std::string& endpoint, const nlohmann::json& arguments) {
  auto answer = post("/v2.34/" + endpoint, arguments.dump());
  return answer.status == 200 ? answer.json()["data"] : nlohmann::json::object();
}

Answer TrackingServer::file(const std::string& method, const std::string& path, const std::string& body,
                            HeaderLines headers) {
  headers.push_back("Authorization: Bearer " + token());
  return http(method, m_server->filesUrl() + path, body, headers);
}

nlohmann::json TrackingServer::send(const std::vector<nlohmann::json>& events) {
  std::string lines;
  for (const auto& event : events) lines += event.dump() + "\n";
  HeaderLines headers{"Authorization: Bearer " + token(), "Content-Type: application/json-lines",
                      "X-Clearml-Worker: host-1"};
  return http("POST", m_server->apiUrl() + "/v2.34/events.add_batch", lines, headers).json();
}

std::string TrackingServer::runningTask(const std::string& name) {
  auto id = call("tasks.create", {{"name", name}, {"type", "training"}})["id"].get<std::string>();
  call("tasks.started", {{"task", id}});
  return id;
}

}  // namespace cleardeck::test
