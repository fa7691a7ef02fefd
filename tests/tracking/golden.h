// The recorded exchanges with a real ClearML server (tests/fixtures/clearml), and how two answers are compared.
#pragma once
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cleardeck::test {

using Json = nlohmann::json;

// One file: a request and the real server's answer.
struct Exchange {
  std::string folder, file, endpoint, title;  // "tasks", "tasks.clone-with-overrides.json", "tasks.clone", "with-overrides"
  Json request, response;
  bool trimmed = false;
  const Json& args() const { return request["body"].is_object() ? request["body"] : kNone; }
  Json data() const;  // of the answer's envelope
  std::string message() const;
  int status() const { return response["status"].get<int>(); }

 private:
  static const Json kNone;
};

// Every file below the folder that holds one; in the order of their names.
std::vector<Exchange> loadExchanges(const std::string& folder);

// Differences that are wanted, with the reason: those of the table in golden.cpp.
struct Allowed {
  const char* endpoint;  // regular expressions
  const char* pointer;
  const char* why;
};
const Allowed* allowedDifference(const std::string& endpoint, const std::string& pointer);

bool isId(const std::string& text);
bool isTime(const std::string& text);

// Compares an answer with the recorded one: kinds of values, keys, and values that are no ids and no times. `ids` maps
// the recorded ids to ours and grows.
class Comparison {
 public:
  Comparison(std::string endpoint, bool trimmed, std::map<std::string, std::string>& ids)
      : m_endpoint(std::move(endpoint)), m_trimmed(trimmed), m_ids(ids) {}
  void compare(const Json& theirs, const Json& ours, const std::string& pointer = "");
  const std::vector<std::string>& differences() const { return m_differences; }
  std::string mapped(std::string text) const;

 private:
  void report(const std::string& pointer, const std::string& what);
  void compareTexts(const std::string& theirs, const std::string& ours, const std::string& pointer);
  void compareObjects(const Json& theirs, const Json& ours, const std::string& pointer);
  void compareLists(const Json& theirs, const Json& ours, const std::string& pointer);
  std::string m_endpoint;
  bool m_trimmed;
  std::map<std::string, std::string>& m_ids;
  std::vector<std::string> m_differences;
};

}  // namespace cleardeck::test
