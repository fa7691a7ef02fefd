/// Result<T>: a value or an Error. The member names are those of std::expected, so that it can be replaced later
/// (GCC 12 has std::expected only in C++23 mode, without and_then).
#pragma once
#include <string>
#include <utility>
#include <variant>

namespace cleardeck {

/// What went wrong, as far as a program can act on it.
enum class ErrorKind {
  Network,    ///< no answer: refused, unreachable, reset, name not found
  Tls,        ///< the other side's certificate or ours was not accepted
  Auth,       ///< we are not signed in (401, a credential that could not be had)
  Forbidden,  ///< we are signed in and may not (403)
  NotFound,
  Conflict,  ///< the object changed or exists already (409)
  Gone,      ///< the resource version is too old (410): list again
  Invalid,   ///< what we were given cannot be used: a file, a value, an argument, a 4xx answer
  Protocol,  ///< the other side answered something that it should not
  TooLarge,
  Timeout,
  Cancelled,  ///< never shown to a person
  Internal,   ///< a defect of ours
};

/// `message` says what failed, on what and why; `hint` what to do next (may be empty).
/// A constructor, not an aggregate: GCC 12 destroys braced temporaries in co_await expressions twice.
struct Error {
  Error() = default;
  Error(ErrorKind k, std::string m, int status = 0, std::string d = std::string())
      : kind(k), message(std::move(m)), httpStatus(status), detail(std::move(d)) {}

  /// The same error with a next step for the person.
  Error withHint(std::string text) && {
    hint = std::move(text);
    return std::move(*this);
  }
  /// The same error, its message preceded by what was attempted: "read /a/b: no such file".
  Error during(const std::string& what) && {
    message = what + ": " + message;
    return std::move(*this);
  }
  /// Message and hint in one line.
  std::string text() const { return hint.empty() ? message : message + ". " + hint; }

  ErrorKind kind = ErrorKind::Internal;
  std::string message = "no result";
  std::string hint;
  int httpStatus = 0;  ///< 0: no HTTP answer was received
  std::string detail;  ///< the answer's body, e.g. a Kubernetes Status; never shown unasked
};

/// The kind as a word for logs and JSON: "network", "notFound" …
const char* name(ErrorKind kind);

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result() = default;  // an Error; Asio's co_spawn needs a default
  Result(T value) : m_state(std::in_place_index<1>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<0>, std::move(error)) {}

  bool has_value() const noexcept { return m_state.index() == 1; }
  explicit operator bool() const noexcept { return has_value(); }
  T& value() { return std::get<1>(m_state); }
  const T& value() const { return std::get<1>(m_state); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() { return std::get<0>(m_state); }
  const Error& error() const { return std::get<0>(m_state); }

 private:
  std::variant<Error, T> m_state;
};

/// Result<Done> is "worked" without a value.
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace cleardeck
