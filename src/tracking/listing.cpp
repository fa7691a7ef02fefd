#include "tracking/listing.h"

#include "tracking/series.h"

#include <array>

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kPage = 500;

struct Projection {
  std::vector<std::vector<std::string>> only, excluded;
  bool all = false;  ///< "*": the fields say only what references are to show
  bool needsDocument = true;
  bool needsMetrics = true;
};

bool isReference(const Entity& entity, const std::vector<std::string>& path, std::size_t* length) {
  std::string joined;
  for (std::size_t i = 0; i < path.size() && i < 3; ++i) {
    joined += (i ? "." : "") + path[i];
    if (std::find(entity.references.begin(), entity.references.end(), joined) == entity.references.end()) continue;
    *length = i + 1;
    return true;
  }
  return false;
}

std::string joinPath(const std::vector<std::string>& path, std::size_t count) {
  std::string joined;
  for (std::size_t i = 0; i < count; ++i) joined += (i ? "." : "") + path[i];
  return joined;
}

Projection readProjection(const Entity& entity, const Json& args) {
  Projection projection;
  auto fields = texts(has(args, "only_fields") ? args["only_fields"] : args.value("projection", Json::array()));
  for (const auto& field : fields) {
    bool excluded = field.starts_with('-');
    auto path = excluded ? field.substr(1) : field;
    projection.all = projection.all || path == "*";
    if (path == "*" || path.empty()) continue;
    fieldExpression(entity, path);  // refuses unknown ones
    (excluded ? projection.excluded : projection.only).push_back(pathParts(path));
  }
  if (projection.only.empty() || projection.all) return projection;
  projection.needsDocument = projection.needsMetrics = false;
  for (const auto& path : projection.only) {
    std::size_t length = path.size();
    isReference(entity, path, &length);
    auto field = joinPath(path, length);
    bool metrics = path.front() == "last_metrics" || path.front() == "metric_stats";
    projection.needsMetrics = projection.needsMetrics || metrics;
    projection.needsDocument = projection.needsDocument || (!metrics && field != "company" && !columnOf(entity, field));
  }
  return projection;
}

void copyPath(const Json& from, Json& to, const std::vector<std::string>& path, std::size_t at = 0) {
  auto found = from.find(path[at]);
  if (found == from.end()) return;
  if (at + 1 == path.size()) {
    to[path[at]] = *found;
  } else if (found->is_object()) {
    if (!to[path[at]].is_object()) to[path[at]] = Json::object();
    copyPath(*found, to[path[at]], path, at + 1);
  } else if (found->is_array()) {  // "models.input.model", "execution.artifacts.uri"
    auto& list = to[path[at]];
    if (!list.is_array()) list = Json(found->size(), Json::object());
    for (std::size_t i = 0; i < found->size(); ++i)
      if ((*found)[i].is_object()) copyPath((*found)[i], list[i], path, at + 1);
  }
}

void erasePath(Json& document, const std::vector<std::string>& path) {
  auto at = &document;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (!at->is_object() || !at->contains(path[i])) return;
    at = &(*at)[path[i]];
  }
  if (at->is_object()) at->erase(path.back());
}

// Fields of a referenced document, read at most once a call.
class References {
 public:
  explicit References(Database& database) : m_database(database) {}
  Json resolve(const Entity* entity, const std::string& id, const std::vector<std::vector<std::string>>& fields) {
    Json object = {{"id", id}};
    if (!entity || fields.empty()) return object;
    auto& document = m_documents[id];
    if (document.is_null()) document = findDocument(m_database, *entity, id).value_or(Json::object());
    for (const auto& path : fields) {
      auto inner = document.find(path.front());
      if (path.size() > 1 && inner != document.end() && inner->is_string()) {
        auto next = referenced(*entity, path.front());
        object[path.front()] = resolve(next, inner->get<std::string>(), {{path.begin() + 1, path.end()}});
      } else {
        copyPath(document, object, path);
      }
    }
    return object;
  }

 private:
  Database& m_database;
  std::map<std::string, Json> m_documents;
};

// "project": "id" becomes {"id": …} with the sub-fields that were asked for.
void resolveReferences(const Entity& entity, const Projection& projection, References& references, Json& document) {
  for (const auto& field : entity.references) {
    auto path = pathParts(field);
    auto at = &document;
    for (const auto& part : path) at = at && at->is_object() && at->contains(part) ? &(*at)[part] : nullptr;
    if (!at || !at->is_string()) continue;
    std::vector<std::vector<std::string>> wanted;
    for (const auto& only : projection.only)
      if (only.size() > path.size() && std::equal(path.begin(), path.end(), only.begin()))
        wanted.emplace_back(only.begin() + std::ptrdiff_t(path.size()), only.end());
    *at = references.resolve(referenced(entity, field), at->get<std::string>(), wanted);
  }
}

// models.input[].model and models.output[].model
void resolveModels(const Projection& projection, References& references, Json& document) {
  auto lists = document.find("models");
  if (lists == document.end()) return;
  std::vector<std::vector<std::string>> wanted;
  for (const auto& only : projection.only)
    if (only.size() > 3 && only[0] == "models" && only[2] == "model") wanted.emplace_back(only.begin() + 3, only.end());
  for (auto& list : *lists)
    for (auto& item : list)
      if (item.is_object() && item.contains("model") && item["model"].is_string())
        item["model"] = references.resolve(&models(), item["model"].get<std::string>(), wanted);
}

// "_ex" always has the id, the plain calls only when it was asked for.
Json projected(const Entity& entity, const Projection& projection, Json document, bool extended) {
  Json result;
  if (projection.only.empty() || projection.all) {
    result = std::move(document);
  } else {
    result = extended ? Json{{"id", document["id"]}} : Json::object();
    for (auto path : projection.only) {
      std::size_t length = path.size();
      if (isReference(entity, path, &length)) path.resize(length);
      if (path.size() > 3 && path[0] == "models" && path[2] == "model") path.resize(3);
      copyPath(document, result, path);
      bool progress = path.size() == 2 && path[0] == "runtime" && entity.table == std::string_view("tasks");
      if (progress && !result.contains("runtime")) result["runtime"] = Json::object();  // every task has one
    }
  }
  for (const auto& path : projection.excluded) erasePath(result, path);
  return result;
}

struct Window {
  std::int64_t from = 0, count = -1;  // -1: all
  std::string scroll;
};

Window readWindow(Call& call, const Json& args) {
  Window window;
  bool scrolls = args.contains("scroll_id") || (has(args, "size") && !has(args, "start"));
  if (scrolls) {
    auto size = numberOr(args, "size", kPage);
    if (size < 1)
      throw validationError("Integer size parameter greater than 1 should be provided when working with scroll");
    auto position = call.shared->scrolls.position(textOr(args, "scroll_id"));
    window.scroll = position ? textOr(args, "scroll_id") : "new";
    window.from = std::int64_t(position.value_or(0));
    window.count = size;
    if (position && flag(args, "refresh_scroll")) {
      window.from = 0;
      window.count = std::max<std::int64_t>(size, std::int64_t(*position));
    }
  } else if (has(args, "start") || has(args, "size")) {
    window.from = std::max<std::int64_t>(0, numberOr(args, "start", 0));
    window.count = numberOr(args, "size", kPage);
  } else if (has(args, "page") || has(args, "page_size")) {
    window.count = std::clamp<std::int64_t>(numberOr(args, "page_size", kPage), 1, kPage);
    window.from = std::max<std::int64_t>(0, numberOr(args, "page", 0)) * window.count;
  } else {
    window.count = kPage;
  }
  return window;
}

Json readPage(Call& call, const Entity& entity, const Json& args, const SqlPart& limit, const Window& window,
              bool extended) {
  auto projection = readProjection(entity, args);
  auto where = conditions(call.db(), entity, args);
  auto order = ordering(entity, args);
  auto table = std::string(entity.table);
  std::string sql = "SELECT t.n, " + columnList(entity) + " FROM " + table + " t WHERE " +
                    (where.text.empty() ? "1" : where.text) + (limit.text.empty() ? "" : " AND " + limit.text) +
                    " ORDER BY " + order.text + " LIMIT ? OFFSET ?";
  auto rows = call.db().rows(sql);
  for (const SqlPart* part : std::array<const SqlPart*, 3>{&where, &limit, &order}) bindValues(rows, part->values);
  rows.bind(window.count).bind(window.from);
  auto list = Json::array();
  References references(call.db());
  while (rows.next()) {
    Json document = {{"company", kCompany}};
    if (projection.needsDocument) {  // read for the rows of the page only, so that the sorting moves no documents
      auto whole = call.db().rows("SELECT doc FROM " + table + "_docs WHERE n=?", rows.number(0));
      if (whole.next()) document = Json::parse(whole.view(0));
    }
    readColumns(entity, rows, 1, document, projection.needsDocument);
    auto owner = &entity == &models() ? -rows.number(0) : rows.number(0);
    if (projection.needsMetrics && (&entity == &tasks() || &entity == &models())) {
      addMetrics(call.db(), owner, &entity == &tasks(), document);
    }
    document = projected(entity, projection, std::move(document), extended);
    if (extended) resolveReferences(entity, projection, references, document);
    if (extended) resolveModels(projection, references, document);
    list.push_back(std::move(document));
  }
  return list;
}

}  // namespace

Json listDocuments(Call& call, const Entity& entity, bool extended, const Json& args, const SqlPart& limit) {
  Window all;
  return readPage(call, entity, args, limit, all, extended);
}

Json answerListing(Call& call, const Entity& entity, bool extended) {
  auto window = readWindow(call, call.args);
  Json answer = {{entity.plural, readPage(call, entity, call.args, SqlPart(), window, extended)}};
  if (window.scroll.empty()) return answer;
  auto position = std::size_t(window.from) + answer[entity.plural].size();
  answer["scroll_id"] = call.shared->scrolls.remember(window.scroll == "new" ? std::string() : window.scroll, position);
  return answer;
}

Json wholeDocument(Database& database, const Entity& entity, const std::string& id) {
  auto document = loadDocument(database, entity, id);
  auto n = *rowNumber(database, entity, id);
  addMetrics(database, &entity == &models() ? -n : n, &entity == &tasks(), document);
  return document;
}

}  // namespace cleardeck::tracking
