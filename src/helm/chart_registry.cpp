// OCI registries: tags, manifest, layer. A registry asks for a token by its 401 (distribution spec, token
// authentication).
#include "base/text.h"
#include "helm/chart_remote.h"
#include "helm/digest.h"
#include "helm/json.h"
#include "helm/web_file.h"

namespace cleardeck::helm {

namespace fs = std::filesystem;

namespace {
constexpr const char* manifestType = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* layerType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
constexpr std::size_t looksInto = 12;  // tags whose metadata is read
constexpr std::size_t maxPages = 20;

struct Registry {
  std::string origin;      // "https://registry.example.com"
  std::string repository;  // "charts/clearml"
  std::string digest;      // of an address with @sha256:…
  std::string user, password, token;
  bool basic = false;
};
using RegistryPtr = std::shared_ptr<Registry>;

Result<RegistryPtr> registryOf(const ChartSource& source) {
  auto registry = std::make_shared<Registry>();
  std::string rest = source.location.substr(6);  // "oci://"
  const std::size_t at = rest.find('@');
  if (at != std::string::npos) registry->digest = rest.substr(at + 1);
  rest = rest.substr(0, at);
  const std::size_t slash = rest.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == rest.size())
    return Error(ErrorKind::Invalid, "\"" + source.location + "\" names no chart")
        .withHint("Write oci://registry/path/chart");
  const std::string host = rest.substr(0, slash);
  registry->origin = (isLoopback(host) ? "http://" : "https://") + host;
  registry->repository = rest.substr(slash + 1);
  registry->user = source.user;
  registry->password = source.password;
  return registry;
}

/// The value of `key="…"` in a WWW-Authenticate line.
std::string parameter(const std::string& line, const std::string& key) {
  const std::size_t begin = line.find(key + "=\"");
  if (begin == std::string::npos) return std::string();
  const std::size_t from = begin + key.size() + 2;
  return line.substr(from, line.find('"', from) - from);
}

Task<net::FullResponse> getWith(RegistryPtr registry, std::string path) {
  WebFile file(registry->origin + path);
  file.headers.add("Accept", std::string(manifestType) + ", */*");
  file.bearerToken = registry->token;
  if (registry->basic) {
    file.user = registry->user;
    file.password = registry->password;
  }
  auto answer = co_await getFile(std::move(file));
  co_return answer;
}

Task<Done> signIn(RegistryPtr registry, std::string challenge) {
  if (text::toLower(challenge.substr(0, 5)) == "basic" && !registry->user.empty()) {
    registry->basic = true;
    co_return Done();
  }
  const std::string realm = parameter(challenge, "realm");
  if (realm.empty())
    co_return Error(ErrorKind::Auth, registry->origin + " wants a login")
        .withHint("Give it in CLEARDECK_CHART_USER and CLEARDECK_CHART_PASSWORD");
  WebFile file(realm + (realm.find('?') == std::string::npos ? "?" : "&") +
               "service=" + text::urlEncode(parameter(challenge, "service")) +
               "&scope=" + text::urlEncode("repository:" + registry->repository + ":pull"));
  file.user = registry->user;
  file.password = registry->password;
  auto answer = co_await getFile(std::move(file));
  if (!answer) co_return answer.error();
  if (answer->head.status != 200) co_return webFailure("sign in to " + registry->origin, *answer);
  auto json = yaml::fromJson(answer->body);
  if (json) registry->token = textAt(*json, "token");
  if (json && registry->token.empty()) registry->token = textAt(*json, "access_token");
  if (registry->token.empty()) co_return Error(ErrorKind::Protocol, realm + " gave no token");
  co_return Done();
}

/// A path below /v2/<repository>/; signs in when asked to. A status >= 400 is an Error.
Task<net::FullResponse> ask(RegistryPtr registry, std::string path) {
  const std::string target = path.rfind("/v2/", 0) == 0 ? path : "/v2/" + registry->repository + "/" + path;
  auto answer = co_await getWith(registry, target);
  if (!answer) co_return answer;
  if (answer->head.status == 401 && registry->token.empty() && !registry->basic) {
    std::string challenge(answer->head.headers.find("WWW-Authenticate").value_or(""));
    auto signedIn = co_await signIn(registry, std::move(challenge));
    if (!signedIn) co_return signedIn.error();
    answer = co_await getWith(registry, target);
    if (!answer) co_return answer;
  }
  if (answer->head.status != 200) co_return webFailure(registry->origin + target, *answer);
  co_return answer;
}

/// The content that a digest names, proven.
Task<std::string> askDigest(RegistryPtr registry, std::string kind, std::string digest) {
  auto answer = co_await ask(registry, kind + "/" + digest);
  if (!answer) co_return answer.error();
  const std::string own = sha256(answer->body);
  if (own != digest)
    co_return Error(ErrorKind::Protocol, registry->origin + "/" + registry->repository + ": " + kind + "/" + digest +
                                             " has the digest " + own)
        .withHint("It was changed or damaged on the way: nothing of it is used. Ask who keeps the registry");
  co_return std::move(answer->body);
}

/// The manifest of a version, or of the digest in the address.
Task<yaml::Value> manifestOf(RegistryPtr registry, std::string version) {
  std::string body;
  if (!registry->digest.empty()) {
    auto proven = co_await askDigest(registry, "manifests", registry->digest);
    if (!proven) co_return proven.error();
    body = std::move(*proven);
  } else {
    const std::string tag = text::replaceAll(version, "+", "_");  // a tag has no +
    auto answer = co_await ask(registry, "manifests/" + tag);
    if (!answer) co_return answer.error();
    auto promised = answer->head.headers.find("Docker-Content-Digest");
    if (promised && promised->rfind("sha256:", 0) == 0 && sha256(answer->body) != *promised)
      co_return Error(ErrorKind::Protocol, "the manifest of " + registry->repository + ":" + tag +
                                               " does not have the digest that the registry names");
    body = std::move(answer->body);
  }
  auto manifest = yaml::fromJson(body);
  if (!manifest) co_return Error(ErrorKind::Protocol, "the manifest of " + registry->repository + " is not JSON");
  co_return *manifest;
}

Result<std::string> layerDigest(const yaml::Value& manifest, const std::string& repository) {
  for (const yaml::Value& layer : at(manifest, "layers"))
    if (textAt(layer, "mediaType") == layerType && textAt(layer, "digest").rfind("sha256:", 0) == 0)
      return textAt(layer, "digest");
  return Error(ErrorKind::Invalid, repository + " holds no Helm chart")
      .withHint("The address leads to something else, such as a container image");
}

/// Chart.yaml as JSON is the configuration of the artifact.
Task<ChartOffer> offerOf(RegistryPtr registry, std::string version) {
  auto manifest = co_await manifestOf(registry, version);
  if (!manifest) co_return manifest.error();
  auto layer = layerDigest(*manifest, registry->repository);
  if (!layer) co_return layer.error();
  const std::string digest = textAt(at(*manifest, "config"), "digest");
  auto config = co_await askDigest(registry, "blobs", digest);
  if (!config) co_return config.error();
  auto metadata = yaml::fromJson(*config);
  if (!metadata) co_return Error(ErrorKind::Protocol, "the configuration of " + registry->repository + " is not JSON");
  ChartOffer offer = chartOffer(*metadata);
  offer.digest = *layer;
  offer.created = textAt(at(*manifest, "annotations"), "org.opencontainers.image.created");
  co_return offer;
}

Task<std::vector<ChartOffer>> tagsOf(RegistryPtr registry, std::string chart) {
  std::vector<ChartOffer> offers;
  std::string next = "tags/list?n=1000";
  for (std::size_t page = 0; !next.empty() && page < maxPages; ++page) {
    auto answer = co_await ask(registry, next);
    if (!answer) co_return answer.error();
    auto json = yaml::fromJson(answer->body);
    if (!json) co_return Error(ErrorKind::Protocol, registry->origin + ": the list of tags is not JSON");
    for (std::string tag : textsAt(*json, "tags")) {
      ChartOffer offer;
      offer.name = chart;
      offer.version = text::replaceAll(tag, "_", "+");
      if (SemVer::parse(offer.version)) offers.push_back(std::move(offer));
    }
    std::string link(answer->head.headers.find("Link").value_or(""));  // </v2/…>; rel="next"
    const std::size_t begin = link.find('<'), end = link.find('>');
    next = begin < end && end != std::string::npos ? link.substr(begin + 1, end - begin - 1) : std::string();
    if (next.rfind(registry->origin, 0) == 0) next.erase(0, registry->origin.size());
    if (!next.empty() && next.rfind("/v2/", 0) != 0) next.clear();
  }
  newestFirst(offers);
  co_return offers;
}
}  // namespace

Task<ChartCatalog> registryCatalog(ChartSource source, std::string chart) {
  auto registry = registryOf(source);
  if (!registry) co_return registry.error();
  ChartCatalog catalog;
  if (!(*registry)->digest.empty()) {
    auto only = co_await offerOf(*registry, std::string());
    if (!only) co_return std::move(only.error()).during(source.location);
    catalog.offers.push_back(std::move(*only));
    co_return catalog;
  }
  auto offers = co_await tagsOf(*registry, chart);
  if (!offers) co_return std::move(offers.error()).during(source.location);
  catalog.offers = std::move(*offers);
  for (std::size_t i = 0; i < std::min(looksInto, catalog.offers.size()); ++i) {
    auto looked = co_await offerOf(*registry, catalog.offers[i].version);
    if (looked)
      catalog.offers[i] = std::move(*looked);
    else if (looked.error().kind == ErrorKind::Cancelled)
      co_return looked.error();
    else
      catalog.problem = looked.error();
  }
  if (catalog.offers.empty())
    co_return Error(ErrorKind::NotFound, source.location + " has no version").withHint("Check the address");
  co_return catalog;
}

Task<fs::path> fetchFromRegistry(ChartSource source, ChartOffer offer) {
  auto registry = registryOf(source);
  if (!registry) co_return registry.error();
  auto path = archivePath(source, offer.name, offer.version);
  if (!path) co_return path.error();
  const std::string what = "fetch chart " + offer.name + "-" + offer.version;
  auto manifest = co_await manifestOf(*registry, offer.version);
  if (!manifest) co_return std::move(manifest.error()).during(what);
  auto layer = layerDigest(*manifest, (*registry)->repository);
  if (!layer) co_return std::move(layer.error()).during(what);
  auto bytes = co_await askDigest(*registry, "blobs", *layer);
  if (!bytes) co_return std::move(bytes.error()).during(what);
  auto kept = keepArchive(*path, *bytes, *layer);
  co_return kept;
}

}  // namespace cleardeck::helm
