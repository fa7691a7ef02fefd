#include "installation/live_objects.h"

#include "base/text.h"
#include "helm/json.h"
#include "kube/calls.h"

#include <map>

namespace cleardeck::installation {
namespace {

struct KindPlace {
  std::string plural;
  bool namespaced = true;
};
using KindPlaces = std::map<std::string, KindPlace>;  // by kind

std::string groupTarget(const std::string& apiVersion) {
  return (apiVersion.find('/') == std::string::npos ? "/api/" : "/apis/") + apiVersion;
}

// What the server serves of a group, as kubectl finds the URL of a kind.
Task<KindPlaces> kindsOf(kube::Session session, std::string apiVersion) {
  auto body = co_await kube::getRaw(session, groupTarget(apiVersion));
  if (!body) co_return body.error();
  auto json = yaml::fromJson(*body);
  if (!json) co_return json.error();
  KindPlaces places;
  const yaml::Value& resources = helm::at(*json, "resources");
  if (resources.is_array())
    for (const yaml::Value& one : resources) {
      const std::string plural = helm::textAt(one, "name");
      if (plural.find('/') != std::string::npos) continue;  // a subresource
      places[helm::textAt(one, "kind")] = KindPlace{plural, helm::at(one, "namespaced") == true};
    }
  co_return places;
}

std::string liveTarget(const LiveObject& object, const KindPlace& place) {
  std::string target = groupTarget(object.apiVersion);
  if (place.namespaced) target += "/namespaces/" + text::urlEncode(object.ns);
  return target + "/" + place.plural + "/" + text::urlEncode(object.name);
}

Result<std::vector<LiveObject>> wantedObjects(const std::string& manifest, const std::string& ns) {
  auto documents = yaml::parseAll(manifest);
  if (!documents) return std::move(documents.error()).during("the deployed manifest");
  std::vector<LiveObject> objects;
  for (const yaml::Value& document : *documents) {
    LiveObject object;
    object.apiVersion = helm::textAt(document, "apiVersion");
    object.kind = helm::textAt(document, "kind");
    object.ns = helm::textAt(helm::at(document, "metadata"), "namespace");
    object.name = helm::textAt(helm::at(document, "metadata"), "name");
    if (object.ns.empty()) object.ns = ns;
    if (!object.kind.empty() && !object.name.empty()) objects.push_back(std::move(object));
  }
  return objects;
}

bool isOfConnection(const Error& error) {
  return error.kind == ErrorKind::Network || error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Auth ||
         error.kind == ErrorKind::Tls || error.kind == ErrorKind::Timeout;
}

Task<yaml::Value> readLive(kube::Session session, std::string target) {
  auto body = co_await kube::getRaw(session, target);
  if (!body) co_return body.error();
  co_return yaml::fromJson(*body);
}

}  // namespace

Task<std::vector<LiveObject>> liveObjects(kube::Session session, std::string manifest, std::string ns) {
  auto objects = wantedObjects(manifest, ns);
  if (!objects) co_return objects.error();
  std::map<std::string, Result<KindPlaces>> groups;
  for (LiveObject& object : *objects) {
    auto known = groups.find(object.apiVersion);
    if (known == groups.end()) {
      auto places = co_await kindsOf(session, object.apiVersion);
      known = groups.emplace(object.apiVersion, std::move(places)).first;
    }
    if (!known->second) {
      object.live = known->second.error();
    } else if (auto place = known->second->find(object.kind); place != known->second->end()) {
      object.live = co_await readLive(session, liveTarget(object, place->second));
    } else {
      object.live = Error(ErrorKind::NotFound, "the cluster has no kind " + object.kind);
    }
    if (!object.live && isOfConnection(object.live.error())) co_return object.live.error();
  }
  co_return std::move(*objects);
}

}  // namespace cleardeck::installation
