#include "installation/release_history.h"

#include "base/text.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <set>

namespace cleardeck::installation {
namespace {

constexpr std::string_view by = ", by ", with = " with ClearDeck";
constexpr const char* mask = "********";

std::string author() {
  const passwd* user = getpwuid(getuid());
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return std::string(user ? user->pw_name : "someone") + "@" + host;
}

// Shorter ones would mask ordinary words.
constexpr std::size_t shortestSecret = 6;

void collectSecrets(const yaml::Value& values, yaml::Path& at, bool secret, std::set<std::string>& found) {
  if (values.is_string() && secret && values.get<std::string>().size() >= shortestSecret)
    found.insert(values.get<std::string>());
  if (values.is_array())
    for (const auto& item : values) collectSecrets(item, at, secret, found);
  if (!values.is_object()) return;
  for (const auto& [key, value] : values.items()) {
    at.emplace_back(key);
    collectSecrets(value, at, secret || helm::isSecretAt(at), found);
    at.pop_back();
  }
}

void collectSecrets(const yaml::Value& values, bool secret, std::set<std::string>& found) {
  yaml::Path at;
  collectSecrets(values, at, secret, found);
}

void collectFromManifest(const std::string& manifest, std::set<std::string>& found) {
  auto objects = yaml::parseAll(manifest);
  if (!objects) return;  // what does not parse is not shown as a manifest either
  for (const auto& object : *objects) {
    if (!object.is_object() || object.value("kind", "") != "Secret") continue;
    if (object.contains("stringData")) collectSecrets(object["stringData"], true, found);
    if (!object.contains("data") || !object["data"].is_object()) continue;
    for (const auto& [key, value] : object["data"].items())
      if (auto plain = text::fromBase64(value.is_string() ? value.get<std::string>() : std::string());
          plain && plain->size() >= shortestSecret)
        found.insert(*plain);
  }
}

std::string shownValue(const yaml::Path& path, const std::optional<yaml::Value>& value) {
  if (!value) return {};
  yaml::Path at;
  for (const yaml::Step& step : path) {
    at.push_back(step);
    if (helm::isSecretAt(at)) return mask;
  }
  // A map or list as a whole may hold secrets further down.
  std::set<std::string> secrets;
  collectSecrets(*value, at, false, secrets);
  std::string line = yaml::toJson(*value);
  for (const auto& hidden : secrets) line = text::replaceAll(line, hidden, mask);
  return line;
}

}  // namespace

std::string changeNote(const std::string& what) { return what + std::string(by) + author() + std::string(with); }

ChangeNote readChangeNote(const std::string& description) {
  ChangeNote note;
  note.what = description;
  const std::size_t begin = description.rfind(by);
  if (begin == std::string::npos || !description.ends_with(with)) return note;
  const std::size_t from = begin + by.size();
  note.who = description.substr(from, description.size() - with.size() - from);
  note.what = description.substr(0, begin);
  return note;
}

HistoryEntry historyEntry(const helm::Release& release) {
  HistoryEntry entry;
  entry.revision = release.revision;
  entry.status = name(release.status);
  if (release.lastDeployed) entry.when = time::toRfc3339(*release.lastDeployed);
  entry.chart = release.chart.text();
  entry.appVersion = release.chart.appVersion;
  const auto note = readChangeNote(release.description);
  entry.what = note.what;
  entry.who = note.who;
  entry.notes = withoutSecrets(release.notes, release);
  return entry;
}

std::string withoutSecrets(std::string text, const helm::Release& release) {
  std::set<std::string> secrets;
  collectSecrets(release.userValues, false, secrets);
  collectFromManifest(release.manifest, secrets);
  // Longest first: one secret may begin with another.
  std::vector<std::string> ordered(secrets.begin(), secrets.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& secret : ordered) text = text::replaceAll(std::move(text), secret, mask);
  return text;
}

Result<RevisionDiff> compareRevisions(const helm::Release& before, const helm::Release& after) {
  RevisionDiff diff;
  for (const auto& change : helm::diffValues(before.userValues, after.userValues))
    diff.values.push_back(
        {yaml::toString(change.path), shownValue(change.path, change.before), shownValue(change.path, change.after)});
  auto manifest = helm::diffManifests(before.manifest, after.manifest, after.ns);
  if (!manifest) return manifest.error();
  diff.manifest = std::move(*manifest);
  diff.notes = helm::diffLines(withoutSecrets(before.notes, before), withoutSecrets(after.notes, after));
  return diff;
}

Task<std::vector<kube::ReleaseSecret>> revisionRows(kube::Session session, std::string ns, std::string release) {
  kube::Scope scope(ns, "name=" + release);
  auto rows = co_await kube::list<kube::ReleaseSecret>(session, scope);
  if (!rows) co_return rows.error();
  auto revisions = helm::revisionsOf(*rows, ns, release);
  if (revisions.empty())
    co_return Error(ErrorKind::NotFound, "no release " + release + " in namespace " + ns)
        .withHint("It may have been uninstalled meanwhile");
  co_return revisions;
}

Task<helm::Release> openRevision(ValuesTools tools, Installation installation, int revision) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  std::string there;
  for (const auto& row : *rows) {
    if (static_cast<int>(row.revision) == revision) {
      auto opened = co_await helm::openRelease(tools.session, row.ns, row.name, tools.workers);
      co_return opened;
    }
    there += (there.empty() ? "" : ", ") + std::to_string(row.revision);
  }
  co_return Error(ErrorKind::NotFound, installation.name + " has no revision " + std::to_string(revision))
      .withHint("There are: " + there);
}

Task<Done> stillNewest(ValuesTools tools, Installation installation, int revision) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  const int now = static_cast<int>(rows->front().revision);
  if (now == revision) co_return Done();
  co_return Error(ErrorKind::Conflict, installation.name + " is at revision " + std::to_string(now) +
                                           " now; what you looked at was of revision " + std::to_string(revision))
      .withHint("Nothing was changed. Look at the new revision first");
}

}  // namespace cleardeck::installation
