// A tracking server in a temporary folder, and blocking calls to it.
#pragma once
#include "tracking/tracking.h"

#include <map>
#include <nlohmann/json.hpp>

namespace cleardeck::test {

struct Answer {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // lower-case names
  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  int subcode() const { return json()["meta"]["result_subcode"].get<int>(); }
  std::string message() const { return json()["meta"]["result_msg"].get<std::string>(); }
};

using HeaderLines = std::vector<std::string>;

// One request as it is; `headers` are whole lines.
Answer http(const std::string& method, const std::string& url, const std::string& body = {},
            const HeaderLines& headers = {});

class TrackingServer {
 public:
  explicit TrackingServer(tracking::Settings settings = {});
  ~TrackingServer();
  // The answer's data; an empty object when it is an error.
  nlohmann::json call(const std::string& endpoint, const nlohmann::json& arguments = nlohmann::json::object());
  Answer post(const std::string& path, const std::string& body, HeaderLines headers = {});
  Answer file(const std::string& method, const std::string& path, const std::string& body = {},
              HeaderLines headers = {});
  nlohmann::json send(const std::vector<nlohmann::json>& events);
  std::string basic() const;
  std::string token();
  tracking::Server& server() { return *m_server; }
  // A task named `name`, in progress.
  std::string runningTask(const std::string& name = "a task");

 private:
  std::string m_folder, m_token;
  Runtime m_runtime;
  std::unique_ptr<tracking::Server> m_server;
};

}  // namespace cleardeck::test
