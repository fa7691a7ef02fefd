/// JSON Web Tokens (HS256) with the payload that ClearML's clients read (reference: SDK session.py).
#pragma once
#include "tracking/api_error.h"

namespace cleardeck::tracking {

constexpr const char* kServerVersion = "2.3.0";  ///< the clearml-server whose behaviour is ours
constexpr const char* kApiVersion = "2.34";

/// Who is calling.
struct Caller {
  std::string user;  ///< empty: nobody has signed in
  std::string name;
  std::string role = "user";
  std::string session;
};

class TokenSigner {
 public:
  explicit TokenSigner(std::string secret = std::string()) : m_secret(std::move(secret)) {}
  std::string sign(const Caller& caller, std::int64_t lifeSeconds) const;
  /// Throws ApiError 401/30.
  Caller verify(const std::string& token) const;

 private:
  std::string m_secret;
};

}  // namespace cleardeck::tracking
