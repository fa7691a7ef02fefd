#include "helm/release.h"

#include "base/text.h"
#include "helm/json.h"

#include <zlib.h>

#include <array>

namespace cleardeck::helm {

namespace {
constexpr std::size_t maxPayload = 8u << 20;
constexpr std::size_t maxUnpacked = 64u << 20;

constexpr std::array<std::pair<ReleaseStatus, const char*>, 9> statusNames{{
    {ReleaseStatus::Unknown, "unknown"},
    {ReleaseStatus::Deployed, "deployed"},
    {ReleaseStatus::Uninstalled, "uninstalled"},
    {ReleaseStatus::Superseded, "superseded"},
    {ReleaseStatus::Failed, "failed"},
    {ReleaseStatus::Uninstalling, "uninstalling"},
    {ReleaseStatus::PendingInstall, "pending-install"},
    {ReleaseStatus::PendingUpgrade, "pending-upgrade"},
    {ReleaseStatus::PendingRollback, "pending-rollback"},
}};

bool isGzip(const std::string& bytes) { return bytes.compare(0, 2, "\x1f\x8b") == 0; }
bool isJson(const std::string& bytes) { return !bytes.empty() && bytes[0] == '{'; }

Result<std::string> gunzip(const std::string& packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return Error(ErrorKind::Internal, "gzip: no memory");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string unpacked;
  std::array<char, 65536> buffer;
  int state = Z_OK;
  while (state == Z_OK && unpacked.size() <= maxUnpacked) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    state = inflate(&stream, Z_NO_FLUSH);
    unpacked.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (unpacked.size() > maxUnpacked) return Error(ErrorKind::TooLarge, "it unpacks to more than 64 MB");
  if (state != Z_STREAM_END) return Error(ErrorKind::Protocol, "its gzip data is damaged or cut short");
  return unpacked;
}

/// base64(base64(gzip(JSON))), where the outer base64 and the gzip may be absent.
Result<std::string> unwrap(std::string_view payload) {
  if (payload.size() > maxPayload) return Error(ErrorKind::TooLarge, "its payload is larger than 8 MB");
  std::string bytes(text::trim(payload));
  for (int round = 0; round < 2 && !isGzip(bytes) && !isJson(bytes); ++round) {
    auto decoded = text::fromBase64(bytes);
    if (!decoded) return Error(ErrorKind::Protocol, "its payload is not base64");
    bytes = std::move(*decoded);
  }
  return isGzip(bytes) ? gunzip(bytes) : bytes;
}

std::optional<time::Moment> momentAt(const yaml::Value& info, const char* key) {
  auto moment = time::parseRfc3339(textAt(info, key));
  // Helm 3 writes the zero time as "" or year 1.
  if (!moment || time::secondsSinceEpoch(*moment) <= 0) return std::nullopt;
  return *moment;
}

std::string decodedAt(const yaml::Value& object, const char* key) {
  auto bytes = text::fromBase64(textAt(object, key));
  return bytes ? *bytes : std::string();
}

std::string readmeOf(const yaml::Value& chart) {
  const yaml::Value& files = at(chart, "files");
  if (files.is_array())
    for (const yaml::Value& file : files)
      if (text::toLower(textAt(file, "name")) == "readme.md") return decodedAt(file, "data");
  return {};
}

Release releaseOf(const yaml::Value& json) {
  Release release;
  release.name = textAt(json, "name");
  release.ns = textAt(json, "namespace");
  const yaml::Value& revision = at(json, "version");
  if (revision.is_number_integer()) release.revision = revision.get<int>();
  const yaml::Value& info = at(json, "info");
  release.status = releaseStatus(textAt(info, "status"));
  release.description = textAt(info, "description");
  release.notes = textAt(info, "notes");
  release.firstDeployed = momentAt(info, "first_deployed");
  release.lastDeployed = momentAt(info, "last_deployed");
  const yaml::Value& chart = at(json, "chart");
  release.chart = chartMeta(at(chart, "metadata"));
  release.defaults = mapAt(chart, "values");
  release.schema = decodedAt(chart, "schema");
  release.readme = readmeOf(chart);
  release.userValues = mapAt(json, "config");
  release.manifest = textAt(json, "manifest");
  release.serverSideApply = textAt(json, "apply_method") == "ssa";
  return release;
}
}  // namespace

ReleaseStatus releaseStatus(std::string_view text) {
  for (const auto& [status, word] : statusNames)
    if (text == word) return status;
  return ReleaseStatus::Unknown;
}

const char* name(ReleaseStatus status) {
  for (const auto& [known, word] : statusNames)
    if (status == known) return word;
  return "unknown";
}

bool isPending(ReleaseStatus status) {
  return status == ReleaseStatus::PendingInstall || status == ReleaseStatus::PendingUpgrade ||
         status == ReleaseStatus::PendingRollback || status == ReleaseStatus::Uninstalling;
}

Result<Release> decodeRelease(const std::string& secretName, std::string_view payload) {
  auto fail = [&](Error error) {
    return std::move(error)
        .during("read the Helm release in Secret " + secretName)
        .withHint("The other revisions are not affected. If it is the newest, roll back to the one before");
  };
  auto bytes = unwrap(payload);
  if (!bytes) return fail(bytes.error());
  auto json = yaml::fromJson(*bytes);
  if (!json) return fail(Error(ErrorKind::Protocol, "its content is not JSON"));
  Release release = releaseOf(*json);
  if (release.name.empty() || release.revision <= 0) return fail(Error(ErrorKind::Protocol, "it holds no release"));
  return release;
}

}  // namespace cleardeck::helm
