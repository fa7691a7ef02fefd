#include "tracking/golden_situation.h"

#include "tracking/entity.h"
#include "tracking/store.h"

#include <regex>
#include <set>

namespace cleardeck::test {
namespace {

namespace tr = cleardeck::tracking;

std::string textOf(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string kindOf(const std::string& key, const std::string& around) {
  static const std::map<std::string, std::string> kinds = {
      {"task", "tasks"},   {"tasks", "tasks"},   {"project", "projects"}, {"projects", "projects"},
      {"model", "models"}, {"models", "models"}, {"queue", "queues"},     {"queues", "queues"},
      {"user", "users"},   {"users", "users"},   {"parents", "tasks"},    {"sub_projects", "projects"}};
  if (key == "parent") return around;
  auto found = kinds.find(key);
  return found == kinds.end() ? std::string() : found->second;
}

void merge(Json& into, const Json& from) {
  for (const auto& item : from.items())
    if (item.value().is_object() && into.contains(item.key()) && into[item.key()].is_object())
      merge(into[item.key()], item.value());
    else
      into[item.key()] = item.value();
}

// References become ids; what a listing computes goes.
Json plain(Json document) {
  for (auto computed : {"stats", "sub_projects", "dataset_stats", "hidden", "own_tasks", "own_models", "running_time",
                        "num_tasks", "company"})
    document.erase(computed);
  std::function<void(Json&)> flatten = [&](Json& value) {
    if (!value.is_structured()) return;
    for (auto& item : value.items()) {
      auto& inner = item.value();
      static const std::set<std::string> references = {"project", "user", "parent", "task", "queue", "model"};
      bool reference =
          value.is_object() && references.contains(item.key()) && inner.is_object() && inner.contains("id");
      if (reference)
        inner = Json(inner["id"]);
      else
        flatten(inner);
    }
  };
  flatten(document);
  return document;
}

void collect(const Json& value, const std::string& key, const std::string& around, Documents& into) {
  auto kind = kindOf(key, around);
  if (value.is_array()) {
    for (const auto& item : value) collect(item, key, around, into);
  } else if (value.is_object()) {
    if (!kind.empty() && value.contains("id") && value["id"].is_string())
      merge(into[kind][value["id"].get<std::string>()], plain(value));
    for (const auto& item : value.items()) collect(item.value(), item.key(), kind.empty() ? around : kind, into);
  }
}

const tr::Entity& entityOf(const std::string& kind) {
  if (kind == "projects") return tr::projects();
  if (kind == "models") return tr::models();
  if (kind == "queues") return tr::queues();
  return kind == "users" ? tr::users() : tr::tasks();
}

// last_metrics are kept as rows.
void insertMetrics(tr::Database& database, std::int64_t owner, const Json& document) {
  if (!document.contains("last_metrics") || !document["last_metrics"].is_object()) return;
  for (const auto& metric : document["last_metrics"].items()) {
    if (!metric.value().is_object()) continue;
    for (const auto& variant : metric.value().items()) {
      const auto& v = variant.value();
      if (!v.is_object() || !v.contains("value")) continue;
      auto real = [&](const char* key) { return v.value(key, v["value"].get<double>()); };
      auto number = [&](const char* key) { return v.value(key, std::int64_t(0)); };
      auto count = v.value("count", std::int64_t(1));
      std::int64_t time = 0;
      auto stats = Json::json_pointer("/metric_stats/" + metric.key() +
                                      "/event_stats_by_type/training_stats_scalar/last_update");
      if (document.contains(stats)) time = document[stats].get<std::int64_t>();
      database.run(
          "INSERT INTO series(owner, metric, variant, metric_hash, variant_hash, x_axis_label, points, count, total, "
          "first_value, first_iter, last_value, last_iter, last_time, min_value, min_iter, max_value, max_iter) "
          "VALUES(?,?,?,?,?,nullif(?,''),?,?,?,?,?,?,?,?,?,?,?,?)",
          owner, textOf(v, "metric"), textOf(v, "variant"), metric.key(), variant.key(), textOf(v, "x_axis_label"), 0,
          count, real("mean_value") * double(count), real("first_value"), number("first_value_iteration"),
          real("value"), textOf(v, "metric") == "Summary" ? tr::kSingleValueIteration : number("max_value_iteration"),
          time, real("min_value"), number("min_value_iteration"), real("max_value"), number("max_value_iteration"));
    }
  }
}

void ids(const Json& value, std::set<std::string>& into) {
  if (value.is_string() && isId(value.get<std::string>())) into.insert(value.get<std::string>());
  if (!value.is_structured()) return;
  for (const auto& item : value.items()) {
    if (value.is_object() && isId(item.key())) into.insert(item.key());
    ids(item.value(), into);
  }
}

// The documents as the answer lists them, so that a listing without an order gives them alike.
std::vector<std::pair<std::string, std::string>> inOrder(const Json& data, const Documents& shown) {
  std::vector<std::pair<std::string, std::string>> order;
  std::set<std::string> seen;
  for (const auto& list : data.is_object() ? data : Json::object())
    if (list.is_array())
      for (const auto& item : list)
        for (const auto& [kind, documents] : shown)
          if (auto id = textOf(item, "id"); documents.contains(id) && seen.insert(kind + id).second)
            order.emplace_back(kind, id);
  for (const auto& [kind, documents] : shown)
    for (const auto& [id, document] : documents)
      if (seen.insert(kind + id).second) order.emplace_back(kind, id);
  return order;
}

bool isListing(const Exchange& e) { return e.endpoint.find(".get_all") != e.endpoint.npos; }
bool showsWhole(const Exchange& e) {
  return e.endpoint.find(".get_by_id") != e.endpoint.npos || (isListing(e) && !e.args().contains("only_fields"));
}

}  // namespace

void collectDocuments(const Json& data, Documents& into) { collect(data, "", "", into); }

Situation::Situation(TrackingServer& server, const std::vector<Exchange>& all) : m_server(server) {
  for (const auto& one : all)
    if (one.status() == 200 && one.request["path"].get<std::string>().find("/v2.3") == 0)
      collectDocuments(one.data(), m_world);
  m_world["users"][kCaller] = {{"id", kCaller},
                               {"name", "User One"},
                               {"given_name", "User"},
                               {"family_name", "One"},
                               {"created", "2026-11-22T18:35:57.046000+00:00"},
                               {"created_in_version", "2.3.0"},
                               {"role", "user"}};
}

Json Situation::root(const std::string& endpoint, const Json& args) { return m_server.call(endpoint, args); }

void Situation::addDocument(const std::string& kind, const std::string& id, Json document) {
  if (m_here[kind].contains(id)) return;
  m_order.emplace_back(kind, id);
  document["id"] = id;
  document["company"] = tr::kCompany;
  m_here[kind][id] = std::move(document);
}

// What is named, and what that refers to.
void Situation::addReferenced(const Exchange& exchange) {
  std::set<std::string> named, seen;
  ids(exchange.request, named);
  ids(exchange.data(), named);
  for (bool more = true; more;) {
    more = false;
    for (const auto& [kind, documents] : m_here)
      for (const auto& [id, document] : documents) ids(document, named);
    for (const auto& id : named) {
      if (!seen.insert(id).second) continue;
      more = true;
      for (const auto& [kind, documents] : m_world)
        if (auto found = documents.find(id); found != documents.end()) addDocument(kind, id, found->second);
    }
  }
}

// What sums up or collects needs everything there was.
void Situation::addWorld(const Exchange& exchange) {
  auto action = exchange.endpoint.substr(exchange.endpoint.find('.') + 1);
  bool sums = exchange.endpoint.starts_with("organization.") || action.ends_with("_tags") || action == "get_types" ||
              action == "get_frameworks" || action == "get_user_names" || action == "get_task_parents" ||
              action.find("hyper") == 4 || action.find("metric_variants") != action.npos ||
              action.find("metadata_") != action.npos || action == "validate_delete" ||
              exchange.args().contains("active_in_projects") || action == "delete_runs";
  bool counts = exchange.args().value("include_stats", false);
  for (const auto& [kind, documents] : m_world)
    for (const auto& [id, document] : documents)
      if (exchange.status() == 200 && (sums || (counts && kind == "tasks"))) addDocument(kind, id, document);
}

// What a listing was filtered by, its documents have, also where the answer does not show it.
void Situation::addFiltered(const Exchange& exchange) {
  if (!isListing(exchange)) return;
  auto kind = exchange.endpoint.starts_with("reports.") ? std::string("tasks")
                                                        : exchange.endpoint.substr(0, exchange.endpoint.find('.'));
  auto listed = exchange.data().value(kind, Json::array());
  for (const auto& item : exchange.args().items()) {
    const auto& values = item.value();
    if (!values.is_array() || values.empty() || !values[0].is_string() || item.key() == "order_by" ||
        item.key() == "only_fields")
      continue;
    auto value = values[0].get<std::string>();
    if (value.starts_with("__$") || value.starts_with('-') || item.key().find('.') != std::string::npos ||
        item.key() == "id")
      continue;
    for (const auto& shown : listed) {
      auto found = m_here[kind].find(textOf(shown, "id"));
      if (found == m_here[kind].end() || found->second.contains(item.key())) continue;
      bool list = item.key() == "tags" || item.key() == "system_tags";
      found->second[item.key()] = list ? Json::array({value}) : Json(value);
    }
  }
}

void Situation::build(const Exchange& exchange) {
  m_here.clear();
  m_order.clear();
  Documents shown;
  if (exchange.status() == 200) collectDocuments(exchange.data(), shown);
  for (const auto& [kind, id] : inOrder(exchange.data(), shown)) {
    const auto& document = shown[kind][id];
    auto whole = document;
    auto known = m_world[kind].find(id);
    bool main = exchange.endpoint.starts_with(kind);
    if (!(main && showsWhole(exchange)) && known != m_world[kind].end()) {
      whole = known->second;
      merge(whole, document);
    }
    addDocument(kind, id, whole);
  }
  addReferenced(exchange);
  addWorld(exchange);
  addFiltered(exchange);
  addDocument("users", kCaller, m_world["users"][kCaller]);
  addMissingTasks(exchange);
  setStatuses(exchange);
  fillQueue(exchange);
  insertAll();
  auto fixed = exchange.folder == "login-fixed-users";
  tracking::FixedUsers users;
  users.enabled = fixed;
  if (auto set = m_server.server().setFixedUsers(users); !set) throw std::runtime_error(set.error().text());
  m_token = root("auth.get_token_for_user",
                 {{"user", fixed && exchange.status() == 200 && exchange.endpoint == "users.get_current_user"
                               ? "4bbefdae648c74e04019ca623ad13a85"
                               : kCaller}})["token"];
  addEvents(exchange);
  addWorkers(exchange);
  addAccess(exchange);
}

void Situation::addPath(Json& project) {
  auto path = Json::array();
  for (auto id = textOf(project, "parent"); !id.empty() && path.size() < 20;) {
    path.insert(path.begin(), id);
    auto parent = m_here["projects"].find(id);
    id = parent == m_here["projects"].end() ? std::string() : textOf(parent->second, "parent");
  }
  if (!path.empty()) project["path"] = path;
}

void Situation::insertAll() {
  auto done = m_server.server().store().writeNow([this](tr::Database& database) {
    for (auto table :
         {"tasks", "tasks_docs", "projects", "projects_docs", "models", "models_docs", "queues", "queues_docs", "users",
          "users_docs", "series", "blocks", "logs", "log_counts", "events", "workers"})
      database.run("DELETE FROM " + std::string(table));
    for (const auto& [kind, id] : m_order)
      if (auto found = m_here[kind].find(id); found != m_here[kind].end()) {
        auto& document = found->second;
        if (kind == "projects" && !document.contains("path")) addPath(document);
        if (kind != "tasks" && kind != "models" && !document.contains("name")) continue;
        const auto& entity = entityOf(kind);
        if (tr::rowNumber(database, entity, id)) continue;
        tr::insertDocument(database, entity, document);
        auto n = *tr::rowNumber(database, entity, id);
        if (kind == "tasks" || kind == "models") insertMetrics(database, kind == "tasks" ? n : -n, document);
      }
    return tr::Outcome();
  });
  if (!done) throw std::runtime_error(done.error().text());
}

}  // namespace cleardeck::test
