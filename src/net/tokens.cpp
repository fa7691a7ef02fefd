#include "net/tokens.h"

namespace cleardeck::net {
namespace {

class CachedTokens final : public TokenSource, public std::enable_shared_from_this<CachedTokens> {
 public:
  CachedTokens(const asio::any_io_executor& executor, ObtainToken obtain, std::chrono::seconds margin)
      : m_executor(executor), m_obtain(std::move(obtain)), m_margin(margin), m_arrived(executor) {
    m_arrived.expires_at(Clock::time_point::max());
  }
  Task<std::string> token() override { return current(shared_from_this()); }
  Task<std::string> refresh(std::string refused) override {
    if (m_token && m_token->text == refused) m_token.reset();
    return current(shared_from_this());
  }

 private:
  static Task<std::string> current(std::shared_ptr<CachedTokens> self) {
    if (self->valid()) co_return self->m_token->text;
    self->obtain();
    while (self->m_running) {
      error_code ec;
      auto token = asio::redirect_error(asio::use_awaitable, ec);
      co_await self->m_arrived.async_wait(token);
      auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) co_return cancelledError();
    }
    if (!self->m_token) co_return self->m_failure;
    co_return self->m_token->text;  // even one that has expired already: the clocks may differ
  }
  bool valid() const {
    if (!m_token) return false;
    return !m_token->expires || std::chrono::system_clock::now() + m_margin < *m_token->expires;
  }
  void obtain() {
    if (std::exchange(m_running, true)) return;
    m_token.reset();
    auto keep = [weak = weak_from_this()](Result<Token> result) {
      if (auto self = weak.lock()) self->arrived(std::move(result));
    };
    m_task = ChildTask(m_executor, m_obtain(), keep);
  }
  void arrived(Result<Token> result) {
    m_running = false;
    if (result)
      m_token = std::move(*result);
    else
      m_failure = std::move(result.error());
    m_arrived.cancel();  // wakes every waiter
  }

  asio::any_io_executor m_executor;
  ObtainToken m_obtain;
  std::chrono::seconds m_margin;
  asio::steady_timer m_arrived;
  std::optional<Token> m_token;
  Error m_failure;
  bool m_running = false;
  ChildTask m_task;
};

}  // namespace

std::shared_ptr<TokenSource> cachedTokens(const asio::any_io_executor& executor, ObtainToken obtain,
                                          std::chrono::seconds margin) {
  return std::make_shared<CachedTokens>(executor, std::move(obtain), margin);
}

}  // namespace cleardeck::net
