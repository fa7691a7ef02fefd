/// The API keys of another user: what an administrator may ask who holds a key of the role "system".
/// Protocol: auth.get_token_for_user (roles system and root), then auth.get_credentials with that token.
#pragma once
#include "clearml/session.h"

namespace cleardeck::clearml {

/// Of a server that was told nothing else.
inline constexpr const char* defaultCompany = "d1bd92a3b039400cbafc60a7a5b1e52b";

/// The id of a fixed user: md5 of "company:username". Source: service_repo/auth/fixed_user.py.
std::string fixedUserId(const std::string& company, const std::string& username);

/// How many API keys the user has. Errors: Forbidden, who is signed in may not ask; NotFound, no such user yet: a fixed
/// user is made when the server starts.
Task<int> countKeysOf(Session session, std::string userId, std::string company);

}  // namespace cleardeck::clearml
