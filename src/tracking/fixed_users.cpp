#include "tracking/fixed_users.h"

#include "base/files.h"
#include "base/hocon.h"
#include "base/password.h"
#include "tracking/entity.h"
#include "tracking/tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <set>

namespace cleardeck::tracking {
namespace {

// The first of these paths that leads to an object.
const Json* firstObject(const Json& document, std::initializer_list<const char*> paths) {
  for (auto path : paths)
    if (auto found = find(document, pathParts(path)); found && found->is_object()) return found;
  return nullptr;
}

// A password of digits only is a number in HOCON.
std::string word(const Json& object, const char* key) {
  if (!has(object, key)) return std::string();
  return object[key].is_string() ? object[key].get<std::string>() : object[key].dump();
}

FixedUser userOf(const Json& entry) {
  FixedUser user{word(entry, "username"), word(entry, "password"), word(entry, "name")};
  if (user.name.empty()) user.name = user.username;
  return user;
}

Result<Done> checked(const FixedUsers& users) {
  std::set<std::string> names;
  for (const auto& user : users.users) {
    if (user.username.empty() || user.password.empty())
      return Error(ErrorKind::Invalid, "a fixed user has no user name or no password");
    if (!names.insert(user.username).second)
      return Error(ErrorKind::Invalid, "two fixed users have the name " + user.username);
  }
  return Done();
}

std::string digest(const std::string& username, const std::string& password) {
  auto text = username + '\0' + password;
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), bytes, &size, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

bool same(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void storeUser(Database& database, const FixedUser& user, const char* role) {
  auto id = fixedUserId(user.username);
  auto known = findDocument(database, users(), id);
  auto document = known.value_or(
      Json{{"id", id}, {"company", kCompany}, {"created", nowText()}, {"created_in_version", kServerVersion}});
  auto blank = user.name.find(' ');
  document["name"] = user.name;
  document["given_name"] = user.name.substr(0, blank);
  document["family_name"] = blank == user.name.npos ? std::string() : user.name.substr(blank + 1);
  document["role"] = role;
  if (known)
    saveDocument(database, users(), document);
  else
    insertDocument(database, users(), document);
  database.run("INSERT OR IGNORE INTO fixed_users(user) VALUES(?)", id);
}

void forgetMissing(Database& database, const std::set<std::string>& listed) {
  std::vector<std::string> missing;
  auto rows = database.rows("SELECT user FROM fixed_users");
  while (rows.next())
    if (!listed.contains(rows.text(0))) missing.push_back(rows.text(0));
  for (const auto& id : missing) {
    database.run("DELETE FROM credentials WHERE user=?", id);
    database.run("DELETE FROM fixed_users WHERE user=?", id);
  }
}

}  // namespace

Result<FixedUsers> fixedUsersFromText(std::string_view text) {
  auto parsed = readHocon(text);
  if (!parsed) return std::move(parsed.error()).during("read the fixed users");
  const Json tree(*parsed);
  FixedUsers fixed;
  auto found = firstObject(tree, {"auth.fixed_users", "apiserver.auth.fixed_users", "fixed_users"});
  if (!found && tree.contains("users")) found = &tree;
  if (!found) return fixed;
  fixed.enabled = flag(*found, "enabled", found == &tree);
  fixed.hashed = flag(*found, "pass_hashed");
  if (auto list = found->find("users"); list != found->end() && list->is_array())
    for (const auto& entry : *list)
      if (entry.is_object()) fixed.users.push_back(userOf(entry));
  auto guest = firstObject(*found, {"guest"});
  if (!guest) guest = firstObject(tree, {"services.auth.fixed_users.guest"});
  if (guest && fixed.enabled && flag(*guest, "enabled"))
    fixed.guest = FixedUser{textOr(*guest, "username", "guest"), textOr(*guest, "password", "guest"),
                            textOr(*guest, "name", "guest")};
  if (auto good = checked(fixed); !good) return good.error();
  return fixed;
}

Result<FixedUsers> fixedUsersFromFile(const std::filesystem::path& file) {
  auto text = files::read(file);
  if (!text) return text.error();
  auto users = fixedUsersFromText(*text);
  if (!users) return std::move(users.error()).during(file.string());
  return users;
}

std::string fixedUserId(const std::string& username) { return md5(std::string(kCompany) + ":" + username); }

void storeFixedUsers(Database& database, const FixedUsers& fixed) {
  std::set<std::string> listed;
  if (fixed.enabled)
    for (const auto& user : fixed.users) {
      storeUser(database, user, "user");
      listed.insert(fixedUserId(user.username));
    }
  if (fixed.guest) {
    storeUser(database, *fixed.guest, "guest");
    listed.insert(fixedUserId(fixed.guest->username));
  }
  forgetMissing(database, listed);
}

void SignInTable::set(FixedUsers users) {
  std::lock_guard guard(m_mutex);
  m_users = std::move(users);
  m_right.clear();
}

FixedUsers SignInTable::users() const {
  std::lock_guard guard(m_mutex);
  return m_users;
}

bool SignInTable::isGuest(const std::string& username) const {
  std::lock_guard guard(m_mutex);
  return m_users.guest && m_users.guest->username == username;
}

SignInTable::Match SignInTable::check(const std::string& username, const std::string& password) {
  auto asked = digest(username, password);
  auto now = users();
  if (!now.enabled) return Match::Unknown;
  if (now.guest && now.guest->username == username)
    return same(now.guest->password, password) ? Match::Right : Match::Wrong;
  auto named = [&](const FixedUser& user) { return user.username == username; };
  auto found = std::find_if(now.users.begin(), now.users.end(), named);
  if (found == now.users.end()) return Match::Unknown;
  if (!now.hashed) return same(found->password, password) ? Match::Right : Match::Wrong;
  {
    std::lock_guard guard(m_mutex);
    auto right = m_right.find(username);
    if (right != m_right.end() && same(right->second, asked)) return Match::Right;
  }
  if (!passwordFits(password, found->password)) return Match::Wrong;
  std::lock_guard guard(m_mutex);
  auto unchanged = [&](const FixedUser& user) { return user.username == username && user.password == found->password; };
  if (std::any_of(m_users.users.begin(), m_users.users.end(), unchanged)) m_right[username] = asked;
  return Match::Right;
}

}  // namespace cleardeck::tracking
