#include "kube/event.h"

#include "kube/json_fields.h"

#include <algorithm>

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

void parseAbout(od::value value, Event& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "kind")
      row.aboutKind = text(part);
    else if (key == "namespace")
      row.aboutNs = text(part);
    else if (key == "name")
      row.aboutName = text(part);
    else if (key == "uid")
      row.aboutUid = text(part);
  });
}

struct Times {
  std::int64_t series = 0, last = 0, event = 0, first = 0;
};

void parseSeries(od::value value, Event& row, Times& times) {
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "count")
      row.count = std::uint32_t(number(part));
    else if (key == "lastObservedTime")
      times.series = seconds(part);
  });
}

std::string componentOf(od::value source) {
  std::string component;
  fields(source, [&component](std::string_view key, od::value part) {
    if (key == "component") component = text(part);
  });
  return component;
}

}  // namespace

bool parse(od::object source, Event& row) {
  Times times;
  bool series = false;
  bool isObject = json::object(source, row, [&](std::string_view key, od::value value) {
    if (key == "type")
      row.type = text(value);
    else if (key == "reason")
      row.reason = text(value);
    else if (key == "message")
      row.message = cappedText(value);
    else if (key == "involvedObject")
      parseAbout(value, row);
    else if (key == "firstTimestamp")
      times.first = seconds(value);
    else if (key == "lastTimestamp")
      times.last = seconds(value);
    else if (key == "eventTime")
      times.event = seconds(value);
    else if (key == "count" && !series)
      row.count = std::max<std::uint32_t>(1, std::uint32_t(number(value)));
    else if (key == "source" && row.source.empty())
      row.source = componentOf(value);
    else if (key == "reportingComponent" && !text(value).empty())
      row.source = text(value);
    else if (key == "series") {
      parseSeries(value, row, times);
      series = times.series != 0;
    }
  });
  // core/v1 and events.k8s.io fill different fields of the same object.
  for (auto seen : {times.series, times.last, times.event, times.first, row.createdAt})
    if (!row.lastSeen) row.lastSeen = seen;
  row.warning = row.type != "Normal";
  return isObject;
}

}  // namespace cleardeck::kube
