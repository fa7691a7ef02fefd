// Credentials of object stores. ClearML's server deletes files with them; ours only keeps them for clients.
#include "tracking/access.h"
#include "tracking/endpoint_lists.h"

namespace cleardeck::tracking {
namespace {

const Json& defaults() {
  static const Json all = {
      {"aws",
       {{"key", ""},
        {"secret", ""},
        {"token", ""},
        {"region", ""},
        {"use_credentials_chain", false},
        {"buckets", Json::array()}}},
      {"google", {{"project", nullptr}, {"credentials_json", nullptr}, {"buckets", Json::array()}}},
      {"azure", {{"containers", Json::array()}}},
      {"last_update", nullptr}};
  return all;
}

const Json& defaultBucket() {
  static const Json bucket = {
      {"bucket", ""},          {"subdir", ""}, {"host", ""},        {"key", ""},
      {"secret", ""},          {"token", ""},  {"multipart", true}, {"acl", ""},
      {"secure", true},        {"region", ""}, {"verify", true},    {"use_credentials_chain", false},
      {"extra_args", nullptr}, {"profile", ""}};
  return bucket;
}

Json stored(Call& call) {
  auto all = defaults();
  auto kept = Json::parse(setting(call.db(), "storage_settings"), nullptr, false);
  if (kept.is_object()) all.update(kept);
  return all;
}

void keep(Call& call, Json all) {
  all["last_update"] = call.now;
  setSetting(call.db(), "storage_settings", dump(all));
}

Json get(Call& call) { return Json{{"settings", stored(call)}}; }

Json set(Call& call) {
  auto all = stored(call);
  for (auto provider : {"aws", "google", "azure"}) {
    if (!has(call.args, provider)) continue;
    auto section = defaults()[provider];
    section.update(call.args[provider]);
    if (std::string_view(provider) == "aws")
      for (auto& bucket : section["buckets"]) {
        auto whole = defaultBucket();
        whole.update(bucket);
        bucket = whole;
      }
    all[provider] = section;
  }
  keep(call, all);
  return Json{{"updated", 1}};
}

Json reset(Call& call) {
  auto all = stored(call);
  auto keys = texts(call.args.value("keys", Json::array()));
  for (auto provider : {"aws", "google", "azure"})
    if (keys.empty() || std::find(keys.begin(), keys.end(), provider) != keys.end())
      all[provider] = defaults()[provider];
  keep(call, all);
  return Json{{"updated", 1}};
}

}  // namespace

std::vector<Endpoint> storageEndpoints() {
  return {{"storage.get_settings", Access::Read, get},
          {"storage.set_settings", Access::Write, set},
          {"storage.reset_settings", Access::Write, reset}};
}

}  // namespace cleardeck::tracking
