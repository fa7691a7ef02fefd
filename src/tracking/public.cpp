// make_public and make_private: documents that belong to nobody's company may be read and not changed.
#include "tracking/endpoint_lists.h"
#include "tracking/entity.h"

namespace cleardeck::tracking {
namespace {

Json setCompany(Call& call, const Entity& entity, const char* from, const char* to) {
  int updated = 0;
  for (const auto& id : texts(call.args.value("ids", Json::array()))) {
    auto document = findDocument(call.db(), entity, id);
    if (!document) throw invalidId(entity, id);
    if (textOr(*document, "company", kCompany) != from) throw invalidId(entity, id);
    (*document)["company"] = to;
    saveDocument(call.db(), entity, *document);
    ++updated;
  }
  return Json{{"updated", updated}};
}

template <const Entity& (*entity)()>
Json makePublic(Call& call) {
  return setCompany(call, entity(), kCompany, "");
}
template <const Entity& (*entity)()>
Json makePrivate(Call& call) {
  return setCompany(call, entity(), "", kCompany);
}

}  // namespace

std::vector<Endpoint> publicEndpoints() {
  return {{"tasks.make_public", Access::Write, makePublic<tasks>},
          {"tasks.make_private", Access::Write, makePrivate<tasks>},
          {"models.make_public", Access::Write, makePublic<models>},
          {"models.make_private", Access::Write, makePrivate<models>},
          {"projects.make_public", Access::Write, makePublic<projects>},
          {"projects.make_private", Access::Write, makePrivate<projects>}};
}

}  // namespace cleardeck::tracking
