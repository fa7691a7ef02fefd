#include "installation/users.h"

#include "base/text.h"
#include "clearml/user_keys.h"
#include "base/hocon.h"
#include "installation/release_history.h"
#include "kube/calls.h"

namespace cleardeck::installation {
namespace {

using Json = nlohmann::ordered_json;

constexpr kube::ResourcePath configMapPath = {"", "v1", "configmaps", "ConfigMap"};
constexpr const char* usersFileName = "apiserver.conf";

std::string wordAt(const yaml::Value& values, const yaml::Path& path) {
  const auto* value = yaml::find(values, path);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

bool flagAt(const yaml::Value& values, const yaml::Path& path, bool otherwise) {
  const auto* value = yaml::find(values, path);
  return value && value->is_boolean() ? value->get<bool>() : otherwise;
}

UsersHome homeAt(UsersPlace place, std::string path, std::string object, std::string text = {}) {
  UsersHome home;
  home.place = place;
  home.valuesPath = std::move(path);
  home.object = std::move(object);
  home.text = std::move(text);
  return home;
}

// The chart's own blocks, as the file that it makes of them.
std::string textOf(const yaml::Value& block) {
  Json users = Json::array();
  if (const auto* list = yaml::find(block, {"users"}))
    for (const auto& user : *list)
      users.push_back(Json::parse(user.dump(-1, ' ', false, yaml::Value::error_handler_t::replace)));
  const Json fixed = {{"enabled", true}, {"pass_hashed", flagAt(block, {"passHashed"}, false)}, {"users", users}};
  return Json({{"auth", {{"fixed_users", fixed}}}}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Task<yaml::Value> deployedValues(ValuesTools tools, Installation installation) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  auto chosen = rows->front();
  for (const auto& row : *rows)
    if (row.status == "deployed") {
      chosen = row;
      break;
    }
  auto release = co_await helm::openRelease(tools.session, installation.ns, chosen.name, tools.workers);
  if (!release) co_return release.error();
  co_return helm::coalesce(release->defaults, release->userValues);
}

// The file in a Secret or ConfigMap; nothing when the object has no such file.
struct Kept {
  std::optional<std::string> text;
  std::string resourceVersion;
};

Result<Kept> keptIn(const std::string& object, bool secret) {
  const auto json = nlohmann::json::parse(object, nullptr, false);
  Kept kept;
  kept.resourceVersion = wordAt(json, {"metadata", "resourceVersion"});
  const auto* data = yaml::find(json, {"data", usersFileName});
  if (!data || !data->is_string()) return kept;
  if (!secret) {
    kept.text = data->get<std::string>();
    return kept;
  }
  auto plain = text::fromBase64(data->get<std::string>());
  if (!plain) return Error(ErrorKind::Protocol, std::string(usersFileName) + " is not base64");
  kept.text = std::move(*plain);
  return kept;
}

Task<Kept> readKept(kube::Session session, std::string ns, UsersHome home) {
  if (home.place == UsersPlace::Values) {
    Kept kept;
    kept.text = home.text;
    co_return kept;
  }
  const bool secret = home.place == UsersPlace::Secret;
  const auto path = secret ? kube::secretPath : configMapPath;
  auto object = co_await kube::getObject(session, path, ns, home.object);
  if (!object && object.error().kind == ErrorKind::NotFound)
    co_return std::move(object.error())
        .withHint("The value " + home.valuesPath + " names it: new pods of the API server cannot start without it");
  if (!object) co_return object.error();
  co_return keptIn(*object, secret);
}

std::optional<Error> whyReadOnly(const UsersHome& home) {
  switch (home.place) {
    case UsersPlace::Secret: return std::nullopt;
    case UsersPlace::Off:
      return Error(ErrorKind::Conflict, "fixed users are off: everybody who reaches the web application is let in")
          .withHint("Switch them on with the first user");
    case UsersPlace::Values:
      return Error(ErrorKind::Conflict, "the users are in the values, at " + home.valuesPath)
          .withHint("Change them there, or keep them in a Secret (fixedUsers.existingSecret)");
    case UsersPlace::ConfigMap: break;
  }
  return Error(ErrorKind::Conflict, "the users are in the ConfigMap " + home.object)
      .withHint("Its passwords can be read by many: move the file to a Secret and name that in the values");
}

void describe(UsersState& state, const yaml::Value& values, const Installation& installation) {
  state.whyReadOnly = whyReadOnly(state.home);
  state.deletesRemoved = flagAt(values, {"fixedUsers", "deleteRemoved"}, true);
  state.company = wordAt(values, {"clearml", "defaultCompany"});
  if (state.company.empty()) state.company = clearml::defaultCompany;
  const auto& part = installation.part(Part::Apiserver);
  state.workload = part.workload;
  state.pods = part.desired;
}

}  // namespace

std::vector<UsersHome> usersHomes(const yaml::Value& values, Flavour flavour) {
  std::vector<UsersHome> homes;
  const auto configMap = wordAt(values, {"apiserver", "existingAdditionalConfigsConfigMap"});
  const auto secret = wordAt(values, {"apiserver", "existingAdditionalConfigsSecret"});
  const auto text = wordAt(values, {"apiserver", "additionalConfigs", usersFileName});
  if (!configMap.empty())
    homes.push_back(homeAt(UsersPlace::ConfigMap, "apiserver.existingAdditionalConfigsConfigMap", configMap));
  else if (!secret.empty())
    homes.push_back(homeAt(UsersPlace::Secret, "apiserver.existingAdditionalConfigsSecret", secret));
  else if (!text.empty())
    homes.push_back(homeAt(UsersPlace::Values, "apiserver.additionalConfigs", std::string(), text));
  if (flavour != Flavour::ClearDeck || !flagAt(values, {"fixedUsers", "enabled"}, false)) return homes;
  const auto own = wordAt(values, {"fixedUsers", "existingSecret"});
  if (!own.empty())
    homes.push_back(homeAt(UsersPlace::Secret, "fixedUsers.existingSecret", own));
  else
    homes.push_back(homeAt(UsersPlace::Values, "fixedUsers.users", std::string(), textOf(values["fixedUsers"])));
  return homes;
}

Task<UsersState> readUsers(ValuesTools tools, Installation installation) {
  auto values = co_await deployedValues(tools, installation);
  if (!values) co_return values.error();
  UsersState state;
  for (const auto& home : usersHomes(*values, installation.flavour)) {
    auto kept = co_await readKept(tools.session, installation.ns, home);
    if (!kept) co_return kept.error();
    if (!kept->text) continue;
    auto file = readUsersFile(*kept->text);
    if (!file)
      co_return std::move(file.error())
          .during(usersFileName + (" of " + (home.object.empty() ? home.valuesPath : home.object)));
    if (!file->present) continue;
    state.home = home;
    state.file = std::move(*file);
    state.resourceVersion = kept->resourceVersion;
    break;
  }
  describe(state, *values, installation);
  co_return state;
}

}  // namespace cleardeck::installation
