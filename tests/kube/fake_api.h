/// An API server that answers what a test tells it to: the first answer whose words occur in "METHOD target" is given
/// and, but for the last one of those words, used up. What has no answer is 404.
#pragma once
#include "kube/session.h"
#include "net/await.h"
#include "net/server.h"

#include <list>

namespace cleardeck::test {

struct Answer {
  Answer(std::string w, std::string b, int s = 200) : words(std::move(w)), body(std::move(b)), status(s) {}
  Answer& with(std::string name, std::string value) {
    headers.add(std::move(name), std::move(value));
    return *this;
  }
  /// The body comes in pieces of a stream that stays open.
  Answer& open() {
    end = End::Open;
    return *this;
  }
  /// The connection breaks after the body.
  Answer& broken() {
    end = End::Broken;
    return *this;
  }
  enum class End { Proper, Open, Broken };
  std::string words, body;
  int status;
  net::Headers headers;
  End end = End::Proper;
};

class FakeApi {
 public:
  explicit FakeApi(Loop& loop, bool tls = false);
  ~FakeApi();
  FakeApi(const FakeApi&) = delete;
  FakeApi& operator=(const FakeApi&) = delete;
  void answer(Answer answer) { m_answers->push_back(std::move(answer)); }
  /// Instead of everything that was prepared for these words.
  void replace(Answer answer) {
    m_answers->remove_if([&answer](const Answer& known) { return known.words == answer.words; });
    m_answers->push_back(std::move(answer));
  }
  void refuse(const std::string& words, int status, const std::string& message);
  /// Handles the upgrades instead.
  std::function<asio::awaitable<void>(std::shared_ptr<net::Exchange>)> onUpgrade;

  struct Seen {
    std::string line;  ///< "GET /api/v1/pods?limit=100"
    net::Headers headers;
    std::string body;
    Clock::time_point when;
  };
  std::vector<Seen> seen;
  std::size_t count(const std::string& words) const;
  const Seen& last(const std::string& words) const;

  std::string url() const;
  kube::Context context() const;
  kube::Session session(kube::Context context) const;
  kube::Session session() const { return session(context()); }

 private:
  asio::awaitable<void> serve(std::shared_ptr<net::Exchange> exchange);
  Loop& m_loop;
  bool m_tls;
  std::shared_ptr<std::list<Answer>> m_answers = std::make_shared<std::list<Answer>>();
  std::optional<net::Server> m_server;
};

std::string statusJson(int code, const std::string& message, const std::string& reason = "");
/// A list of pods of these names; uid is "uid-NAME".
std::string podList(const std::vector<std::string>& names, const std::string& version, const std::string& next = "",
                    const std::string& ns = "team");
std::string podEvent(const std::string& type, const std::string& name, const std::string& version,
                     const std::string& ns = "team");

}  // namespace cleardeck::test
