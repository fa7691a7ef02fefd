#include "installation/change_effects.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

std::string lastKey(const yaml::Path& path) {
  for (auto step = path.rbegin(); step != path.rend(); ++step)
    if (auto* key = std::get_if<std::string>(&*step)) return text::toLower(*key);
  return {};
}

// "clearml-apiserver" and "apiserver-config" belong to apiserver, "clearml-apiserverless" does not.
bool nameHas(const std::string& name, const std::string& part) {
  const std::string whole = "-" + text::toLower(name) + "-";
  return !part.empty() && whole.find("-" + text::toLower(part) + "-") != std::string::npos;
}

struct Touched {
  std::vector<const helm::ObjectChange*> objects;
  std::size_t count(helm::ChangeKind kind) const {
    return std::size_t(std::count_if(objects.begin(), objects.end(), [kind](auto* one) { return one->kind == kind; }));
  }
};

// The objects that are named as the value's component.
Touched touchedBy(const yaml::Path& path, const helm::ManifestDiff& diff) {
  const auto* section = path.empty() ? nullptr : std::get_if<std::string>(&path.front());
  Touched touched;
  for (const auto& object : diff.objects)
    if (section && nameHas(object.name, *section)) touched.objects.push_back(&object);
  return touched;
}

std::string counted(std::size_t n, const std::string& verb, const std::string& what) {
  return verb + " " + std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string effectOfReplicas(const EffectiveChange& change, const Touched& touched) {
  if (!change.before.is_number() || !change.after.is_number()) return {};
  const auto pods = change.after.get<std::int64_t>() - change.before.get<std::int64_t>();
  const auto scales = [](const helm::ObjectChange* one) {
    return std::any_of(one->fields.begin(), one->fields.end(), [](const auto& f) { return f.path == "spec.replicas"; });
  };
  if (pods == 0 || std::none_of(touched.objects.begin(), touched.objects.end(), scales)) return {};
  return counted(std::size_t(std::abs(pods)), pods > 0 ? "adds" : "removes", "pod");
}

// The components of the field that the diff really restarts; without knowledge the ones named as the section.
std::string effectOfRestarts(const EffectiveChange& change, const helm::ManifestDiff& diff, const Touched& touched) {
  std::vector<std::string> names;
  for (const auto& component : change.restarts)
    for (const auto& object : diff.objects)
      if (object.restartsPods && nameHas(object.name, component)) {
        names.push_back(component);
        break;
      }
  if (change.restarts.empty())
    for (const auto* object : touched.objects)
      if (object->restartsPods) names.push_back(object->name);
  return names.empty() ? std::string() : "restarts " + text::join(names, ", ");
}

std::string effectOfNodePort(const Touched& touched) {
  const bool moved = std::any_of(touched.objects.begin(), touched.objects.end(), [](const auto* one) {
    return one->objectKind == "Service" && std::any_of(one->fields.begin(), one->fields.end(), [](const auto& field) {
             return field.path.ends_with("nodePort");
           });
  });
  return moved ? "moves the node port" : std::string();
}

std::string effectOfObjects(const Touched& touched) {
  const auto added = touched.count(helm::ChangeKind::Added), removed = touched.count(helm::ChangeKind::Removed);
  std::vector<std::string> words;
  if (removed > 0) words.push_back(counted(removed, "deletes", "object"));
  if (added > 0) words.push_back(counted(added, "makes", "object"));
  if (words.empty() && touched.objects.size() == 1) return "changes " + touched.objects.front()->title();
  return text::join(words, ", ");
}

}  // namespace

std::string effectOf(const EffectiveChange& change, const helm::ManifestDiff& diff) {
  if (diff.empty()) return "no object changes";
  const Touched touched = touchedBy(change.path, diff);
  const std::string key = lastKey(change.path);
  std::string words;
  if (key.find("replica") != std::string::npos) words = effectOfReplicas(change, touched);
  if (words.empty() && key == "nodeport") words = effectOfNodePort(touched);
  if (words.empty() && key == "enabled") words = effectOfObjects(touched);
  const std::string restarts = effectOfRestarts(change, diff, touched);
  if (!restarts.empty()) words += (words.empty() ? "" : ", ") + restarts;
  return words.empty() ? effectOfObjects(touched) : words;
}

}  // namespace cleardeck::installation
