#include "tracking/series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace cleardeck::tracking {
namespace {

// A block is rewritten when a point is added to it, so it must be small; a read of 20,000 points takes 40 of them.
constexpr std::size_t kBlockPoints = 512;

void putNumber(std::string& out, std::int64_t number) {
  auto rest = (std::uint64_t(number) << 1) ^ std::uint64_t(number >> 63);
  for (; rest >= 128; rest >>= 7) out += char(rest | 128);
  out += char(rest);
}

std::int64_t takeNumber(std::string_view& in) {
  std::uint64_t number = 0;
  for (int shift = 0; !in.empty() && shift < 64; shift += 7) {
    auto byte = std::uint8_t(in.front());
    in.remove_prefix(1);
    number |= std::uint64_t(byte & 127) << shift;
    if (byte < 128) break;
  }
  return std::int64_t(number >> 1) ^ -std::int64_t(number & 1);
}

struct Figures {
  std::int64_t id = 0, count = 0;
  double total = 0;
  double first = 0, last = 0, low = 0, high = 0;
  std::int64_t firstIter = 0, lastIter = 0, lastTime = 0, lowIter = 0, highIter = 0;
};

// As clearml-server does: every event counts, also one that overwrites; last is by (iteration, time).
void account(Figures& figures, const Point& point, double value) {
  if (figures.count == 0 || value < figures.low) {
    figures.low = value;
    figures.lowIter = point.iteration;
  }
  if (figures.count == 0 || value > figures.high) {
    figures.high = value;
    figures.highIter = point.iteration;
  }
  if (figures.count == 0) {
    figures.first = value;
    figures.firstIter = point.iteration;
  }
  if (figures.count == 0 || std::pair(point.iteration, point.time) >= std::pair(figures.lastIter, figures.lastTime)) {
    figures.last = value;
    figures.lastIter = point.iteration;
    figures.lastTime = point.time;
  }
  ++figures.count;
  figures.total += value;
}

Figures loadFigures(Database& database, std::int64_t owner, const SeriesName& name) {
  auto metricHash = md5(name.metric), variantHash = md5(name.variant);
  {
    auto rows = database.rows(
        "SELECT id, count, total, first_value, first_iter, last_value, last_iter, last_time, min_value, min_iter, "
        "max_value, max_iter "
        "FROM series WHERE owner=? AND metric_hash=? AND variant_hash=?",
        owner, metricHash, variantHash);
    if (rows.next())
      return Figures{rows.number(0), rows.number(1), rows.real(2),   rows.real(3),   rows.real(5),   rows.real(8),
                     rows.real(10),  rows.number(4), rows.number(6), rows.number(7), rows.number(9), rows.number(11)};
  }
  database.run(
      "INSERT INTO series(owner, metric, variant, metric_hash, variant_hash, points, count, total) "
      "VALUES(?,?,?,?,?,0,0,0)",
      owner, name.metric, name.variant, metricHash, variantHash);
  Figures figures;
  figures.id = database.lastRow();
  return figures;
}

void saveFigures(Database& database, const Figures& f, std::int64_t morePoints, const std::string& label) {
  database.run(
      "UPDATE series SET count=?, total=?, first_value=?, first_iter=?, last_value=?, last_iter=?, last_time=?, "
      "min_value=?, min_iter=?, "
      "max_value=?, max_iter=?, points=points+?, x_axis_label=coalesce(nullif(?,''), x_axis_label) WHERE id=?",
      f.count, f.total, f.first, f.firstIter, f.last, f.lastIter, f.lastTime, f.low, f.lowIter, f.high, f.highIter,
      morePoints, label, f.id);
}

// The blocks that the new points fall into, or the one before them, taken out of the database.
std::vector<Point> takeBlocks(Database& database, std::int64_t series, std::int64_t from, std::int64_t to) {
  std::vector<Point> points;
  std::vector<std::int64_t> taken;
  {
    auto rows = database.rows(
        "SELECT first_iter, data, points, last_iter FROM blocks WHERE series=?1 AND first_iter<=?3 AND first_iter>="
        "coalesce((SELECT max(first_iter) FROM blocks WHERE series=?1 AND first_iter<=?2), ?2) ORDER BY first_iter",
        series, from, to);
    while (rows.next()) {
      if (rows.number(3) < from && std::size_t(rows.number(2)) >= kBlockPoints) continue;  // full, and left as it is
      taken.push_back(rows.number(0));
      unpackPoints(rows.view(1), points);
    }
  }
  for (auto first : taken) database.run("DELETE FROM blocks WHERE series=? AND first_iter=?", series, first);
  return points;
}

void writeBlocks(Database& database, std::int64_t series, const std::vector<Point>& points) {
  for (std::size_t at = 0; at < points.size(); at += kBlockPoints) {
    auto end = std::min(points.size(), at + kBlockPoints);
    std::vector<Point> block(points.begin() + std::ptrdiff_t(at), points.begin() + std::ptrdiff_t(end));
    auto rows = database.rows("INSERT INTO blocks(series, first_iter, last_iter, points, data) VALUES(?,?,?,?,?)",
                              series, block.front().iteration, block.back().iteration, block.size());
    rows.bindBlob(packPoints(block));
    rows.run();
  }
}

// Sorted by iteration, the later of two with the same one kept.
void sortAndOverwrite(std::vector<Point>& points) {
  auto earlier = [](const Point& a, const Point& b) { return a.iteration < b.iteration; };
  std::stable_sort(points.begin(), points.end(), earlier);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (kept && points[kept - 1].iteration == points[i].iteration) --kept;
    points[kept++] = points[i];
  }
  points.resize(kept);
}

}  // namespace

std::string packPoints(const std::vector<Point>& points) {
  std::string packed;
  packed.reserve(points.size() * 8);
  std::int64_t iteration = 0, step = 0, time = 0;
  for (const auto& point : points) {
    putNumber(packed, point.iteration - iteration - step);  // 0 in the usual case of equal steps
    step = point.iteration - iteration;
    iteration = point.iteration;
    putNumber(packed, point.time - time);
    time = point.time;
    packed.append(reinterpret_cast<const char*>(&point.value), sizeof point.value);
  }
  return packed;
}

void unpackPoints(std::string_view packed, std::vector<Point>& into) {
  Point point;
  std::int64_t step = 0;
  while (!packed.empty()) {
    step += takeNumber(packed);
    point.iteration += step;
    point.time += takeNumber(packed);
    if (packed.size() < sizeof point.value) return;
    std::memcpy(&point.value, packed.data(), sizeof point.value);
    packed.remove_prefix(sizeof point.value);
    into.push_back(point);
  }
}

void addPoints(Database& database, std::int64_t owner, const SeriesName& name, const NewPoints& added) {
  auto figures = loadFigures(database, owner, name);
  figures.lastIter = figures.lastTime = INT64_MIN;  // the last value is that of the newest batch
  for (std::size_t i = 0; i < added.points.size(); ++i) account(figures, added.points[i], added.exact[i]);
  auto fresh = added.points;
  sortAndOverwrite(fresh);
  auto points = takeBlocks(database, figures.id, fresh.front().iteration, fresh.back().iteration);
  auto before = points.size();
  points.insert(points.end(), fresh.begin(), fresh.end());
  sortAndOverwrite(points);
  writeBlocks(database, figures.id, points);
  saveFigures(database, figures, std::int64_t(points.size()) - std::int64_t(before), added.xAxisLabel);
}

std::vector<SeriesRow> seriesOf(Database& database, std::int64_t owner) {
  std::vector<SeriesRow> all;
  auto rows = database.rows(
      "SELECT id, metric, variant, x_axis_label, points FROM series WHERE owner=? ORDER BY metric, variant", owner);
  while (rows.next()) all.push_back({rows.number(0), rows.text(1), rows.text(2), rows.text(3), rows.number(4)});
  return all;
}

std::vector<Point> loadPoints(Database& database, std::int64_t series) {
  std::vector<Point> points;
  auto rows = database.rows("SELECT data FROM blocks WHERE series=? ORDER BY first_iter", series);
  while (rows.next()) unpackPoints(rows.view(0), points);
  return points;
}

void addMetrics(Database& database, std::int64_t owner, bool withStats, Json& document) {
  auto& all = document["last_metrics"] = Json::object();
  Json stats = Json::object();
  auto rows = database.rows(
      "SELECT metric_hash, variant_hash, metric, variant, last_value, min_value, min_iter, max_value, max_iter, "
      "first_value, first_iter, count, total, x_axis_label, last_time FROM series WHERE owner=? LIMIT 2000",
      owner);
  while (rows.next()) {
    auto count = rows.number(11);
    Json one = {{"metric", rows.text(2)},
                {"variant", rows.text(3)},
                {"value", rows.real(4)},
                {"min_value", rows.real(5)},
                {"min_value_iteration", rows.number(6)},
                {"max_value", rows.real(7)},
                {"max_value_iteration", rows.number(8)},
                {"first_value", rows.real(9)},
                {"first_value_iteration", rows.number(10)},
                {"count", count},
                {"mean_value", count ? std::round(rows.real(12) / double(count) * 100) / 100 : 0.0}};
    if (!rows.null(13)) one["x_axis_label"] = rows.text(13);
    all[rows.text(0)][rows.text(1)] = std::move(one);
    if (!withStats) continue;
    auto& stat = stats[rows.text(0)];
    auto& update = stat["event_stats_by_type"]["training_stats_scalar"]["last_update"];
    if (update.is_null() || update.get<std::int64_t>() < rows.number(14)) update = rows.number(14);
    stat["metric"] = rows.text(2);
  }
  if (withStats) document["metric_stats"] = std::move(stats);
}

std::vector<Point> reducePoints(const std::vector<Point>& points, std::size_t samples) {
  if (points.size() <= samples || samples < 4) return points;
  std::vector<Point> kept;
  auto stretches = samples / 4;
  auto lower = [](const Point& a, const Point& b) { return a.value < b.value; };
  for (std::size_t i = 0; i < stretches; ++i) {
    auto begin = points.begin() + std::ptrdiff_t(i * points.size() / stretches);
    auto end = points.begin() + std::ptrdiff_t((i + 1) * points.size() / stretches);
    auto [low, high] = std::minmax_element(begin, end, lower);
    auto indices = std::array{begin, low, high, end - 1};
    std::sort(indices.begin(), indices.end());
    for (std::size_t k = 0; k < indices.size(); ++k)
      if (k == 0 || indices[k] != indices[k - 1]) kept.push_back(*indices[k]);
  }
  return kept;
}

}  // namespace cleardeck::tracking
