#include "sandbox/sample.h"

#include "base/text.h"
#include "base/time.h"
#include "sandbox/release_data.h"
#include "sandbox/wire.h"

#include <zlib.h>

#include <algorithm>

namespace cleardeck::sandbox {
namespace {

constexpr auto space = "clearml";

Result<std::string> gzip(const std::string& plain) {
  z_stream stream{};
  constexpr int gzipWindow = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return Error(ErrorKind::Internal, "zlib could not be started");
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = uInt(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = uInt(packed.size());
  int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return Error(ErrorKind::Internal, "the sample release could not be packed");
  return packed;
}

void labelled(Json& object) { object["metadata"]["labels"][sampleLabel] = "true"; }

/// What helm puts on everything that it creates.
void owned(Json& object) {
  object["metadata"]["namespace"] = space;
  object["metadata"]["labels"]["app.kubernetes.io/managed-by"] = "Helm";
  object["metadata"]["annotations"]["meta.helm.sh/release-name"] = "clearml";
  object["metadata"]["annotations"]["meta.helm.sh/release-namespace"] = space;
  labelled(object);
}

/// Helm installs configuration and claims before what uses them.
int installOrder(const Json& object) {
  static const std::vector<std::string> order = {"NetworkPolicy", "PodDisruptionBudget", "ServiceAccount",
                                                 "Secret",        "ConfigMap",           "PersistentVolumeClaim",
                                                 "Role",          "RoleBinding",         "Service"};
  return int(std::find(order.begin(), order.end(), textAt(object, {"kind"})) - order.begin());
}

Result<Json> releaseSecret(const Json& release) {
  auto payload = encodeRelease(release);
  if (!payload) return payload.error();
  auto now = std::to_string(time::secondsSinceEpoch(std::chrono::system_clock::now()));
  auto revision = std::to_string(release.value("version", 1));
  Json secret = {{"apiVersion", "v1"},
                 {"kind", "Secret"},
                 {"type", "helm.sh/release.v1"},
                 {"data", {{"release", *payload}}},
                 {"metadata",
                  {{"name", "sh.helm.release.v1.clearml.v" + revision},
                   {"namespace", space},
                   {"labels",
                    {{"name", "clearml"},
                     {"owner", "helm"},
                     {"status", "deployed"},
                     {"version", revision},
                     {"createdAt", now},
                     {"modifiedAt", now}}}}}};
  labelled(secret);
  return secret;
}

Json node() {
  Json conditions = Json::array();
  auto now = time::toRfc3339(std::chrono::system_clock::now());
  for (const char* type : {"MemoryPressure", "DiskPressure", "PIDPressure", "Ready"}) {
    bool ready = std::string(type) == "Ready";
    conditions.push_back({{"type", type},
                          {"status", ready ? "True" : "False"},
                          {"lastHeartbeatTime", now},
                          {"lastTransitionTime", now},
                          {"reason", ready ? "KubeletReady" : "KubeletHasEnough"},
                          {"message", "simulated by the sandbox"}});
  }
  Json capacity = {{"cpu", "16"}, {"memory", "64Gi"}, {"ephemeral-storage", "500Gi"}, {"pods", "110"}};
  return {{"apiVersion", "v1"},
          {"kind", "Node"},
          {"metadata",
           {{"name", "sandbox-node"},
            {"labels",
             {{"kubernetes.io/hostname", "sandbox-node"},
              {"kubernetes.io/os", "linux"},
              {"kubernetes.io/arch", "amd64"}}}}},
          {"spec", {{"podCIDR", "10.244.0.0/16"}}},
          {"status",
           {{"capacity", capacity},
            {"allocatable", capacity},
            {"conditions", conditions},
            {"addresses", Json::array({{{"type", "InternalIP"}, {"address", "10.0.0.10"}},
                                       {{"type", "Hostname"}, {"address", "sandbox-node"}}})},
            {"nodeInfo",
             {{"kubeletVersion", "v1.31.0+sandbox"},
              {"osImage", "ClearDeck sandbox"},
              {"operatingSystem", "linux"},
              {"architecture", "amd64"},
              {"containerRuntimeVersion", "sandbox://1"},
              {"kernelVersion", ""},
              {"machineID", ""},
              {"systemUUID", ""},
              {"bootID", ""},
              {"kubeProxyVersion", ""}}}}}};
}

}  // namespace

std::vector<Json> clusterObjects() {
  std::vector<Json> objects;
  for (const char* name : {"default", "kube-system", "kube-public"})
    objects.push_back({{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", name}}}});
  objects.push_back(node());
  objects.push_back(
      {{"apiVersion", "storage.k8s.io/v1"},
       {"kind", "StorageClass"},
       {"provisioner", "cleardeck.dev/sandbox"},
       {"reclaimPolicy", "Delete"},
       {"volumeBindingMode", "Immediate"},
       {"allowVolumeExpansion", true},
       {"metadata",
        {{"name", "standard"}, {"annotations", {{"storageclass.kubernetes.io/is-default-class", "true"}}}}}});
  return objects;
}

Result<std::string> encodeRelease(const Json& release) {
  auto packed = gzip(release.dump());
  if (!packed) return packed.error();
  return text::toBase64(text::toBase64(*packed));
}

Result<std::vector<Json>> sampleObjects() {
  auto release = Json::parse(releaseJson(), nullptr, false);
  if (!release.is_object()) return Error(ErrorKind::Internal, "the built-in sample release is not JSON");
  auto now = time::toRfc3339(std::chrono::system_clock::now());
  release["info"]["first_deployed"] = now;
  release["info"]["last_deployed"] = now;
  auto objects = readYaml(textAt(release, {"manifest"}));
  if (!objects)
    return Error(ErrorKind::Internal, "the built-in sample manifest cannot be read: " + objects.error().message);
  for (Json& object : *objects) owned(object);
  std::stable_sort(objects->begin(), objects->end(),
                   [](const Json& a, const Json& b) { return installOrder(a) < installOrder(b); });
  auto secret = releaseSecret(release);
  if (!secret) return secret.error();
  Json home = {{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", space}}}};
  labelled(home);
  std::vector<Json> all = {std::move(home), std::move(*secret)};
  all.insert(all.end(), objects->begin(), objects->end());
  return all;
}

}  // namespace cleardeck::sandbox
