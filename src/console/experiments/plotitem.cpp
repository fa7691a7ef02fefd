#include "console/experiments/plotitem.h"

#include "clearml/reduction.h"
#include "console/experiments/plotaxis.h"

#include <cmath>
#include <QPainter>
#include <QPainterPath>

using cleardeck::clearml::Point;
using cleardeck::clearml::reduce;

namespace {

constexpr double left = 48, right = 12, top = 6, bottom = 20;  // for the axes' texts

}  // namespace

PlotItem::PlotItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &PlotItem::lookChanged, this, [this] { update(); });
  connect(this, &PlotItem::viewChanged, this, [this] { update(); });
}

void PlotItem::setChart(Chart* chart) {
  if (chart == m_chart) return;
  if (m_chart) m_chart->disconnect(this);
  m_chart = chart;
  if (chart) connect(chart, &Chart::changed, this, [this] { update(); });
  showAll();
  Q_EMIT chartChanged();
  update();
}

void PlotItem::setColors(const QList<QColor>& colors) {
  if (colors == m_colors) return;
  m_colors = colors;
  Q_EMIT lookChanged();
}

QRectF PlotItem::area() const {
  return QRectF(left, top, std::max(1.0, width() - left - right), std::max(1.0, height() - top - bottom));
}

PlotItem::View PlotItem::view() const {
  View view;
  if (!m_chart) return view;
  view.fromX = isZoomed() ? m_from : m_chart->firstX();
  view.toX = isZoomed() ? m_to : m_chart->lastX();
  if (!(view.toX > view.fromX)) view.toX = view.fromX + 1;
  return view;
}

double PlotItem::xAt(double pixel) const {
  const View shown = view();
  return shown.fromX + (pixel - area().left()) / area().width() * (shown.toX - shown.fromX);
}

void PlotItem::setCursor(double pixel) {
  const bool inside = pixel >= area().left() && pixel <= area().right();
  const double next = inside ? pixel : -1;
  if (next == m_cursor) return;
  m_cursor = next;
  if (m_chart) m_chart->setCursor(inside ? xAt(pixel) : Chart::nowhere);
  Q_EMIT cursorChanged();
}

void PlotItem::setRange(double from, double to) {
  if (!m_chart) return;
  const double first = m_chart->firstX(), last = m_chart->lastX();
  if (to - from >= last - first) return showAll();
  const double shift = from < first ? first - from : to > last ? last - to : 0;
  m_from = from + shift;
  m_to = to + shift;
  Q_EMIT viewChanged();
}

void PlotItem::zoom(double pixel, double factor) {
  const View shown = view();
  const double at = xAt(pixel), closest = std::max(1e-9, (m_chart ? m_chart->lastX() - m_chart->firstX() : 1) * 1e-6);
  if (factor < 1 && (shown.toX - shown.fromX) * factor < closest) return;
  setRange(at - (at - shown.fromX) * factor, at + (shown.toX - at) * factor);
}

void PlotItem::pan(double pixels) {
  if (!isZoomed()) return;
  const double by = pixels / area().width() * (m_to - m_from);
  setRange(m_from - by, m_to - by);
}

void PlotItem::showAll() {
  if (!isZoomed()) return;
  m_from = m_to = 0;
  Q_EMIT viewChanged();
}

void PlotItem::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  Q_EMIT areaChanged();
  update();
}

// From the lowest to the highest value in view, with some air.
PlotItem::View PlotItem::withHeights(View shown) const {
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  const int columns = int(area().width());
  for (const auto& one : m_chart->series())
    for (const Point& point : reduce(one.x, one.y, shown.fromX, shown.toX, columns)) {
      if (!std::isfinite(point.y) || point.x < shown.fromX || point.x > shown.toX) continue;
      lowest = std::min(lowest, point.y);
      highest = std::max(highest, point.y);
    }
  if (!(highest >= lowest)) lowest = 0, highest = 1;
  const double air = highest > lowest ? (highest - lowest) * 0.06 : std::max(std::abs(highest) * 0.1, 0.5);
  shown.fromY = lowest >= 0 && lowest < (highest - lowest) * 0.4 ? 0 : lowest - air;
  shown.toY = highest + air;
  return shown;
}

void PlotItem::paint(QPainter* painter) {
  if (!m_chart || m_colors.isEmpty()) return;
  const View shown = withHeights(view());
  painter->setRenderHint(QPainter::Antialiasing);
  paintAxes(painter, shown);
  painter->setClipRect(area().adjusted(0, -2, 1, 2));
  const auto& all = m_chart->series();
  for (std::size_t i = 0; i < all.size(); ++i) {
    QColor color = m_colors[qsizetype(i) % m_colors.size()];
    const double strong = i % 2 == 1 ? 2 : 1.25;  // neighbours differ by more than their colour
    if (m_smoothing > 0) {
      const QPen pen(color, strong + 0.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
      color.setAlphaF(0.3f);
      paintCurve(painter, shown, all[i].x, all[i].y, QPen(color, 1));
      paintCurve(painter, shown, all[i].x, m_chart->smoothed(i, m_smoothing), pen);
    } else {
      paintCurve(painter, shown, all[i].x, all[i].y, QPen(color, strong, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
  }
}

void PlotItem::paintAxes(QPainter* painter, const View& shown) const {
  const QRectF box = area();
  QFont font(m_family);
  font.setPixelSize(10);
  painter->setFont(font);
  const auto rows = roundTicks(shown.fromY, shown.toY, 4);
  for (const double value : rows.at) {
    const double y = box.bottom() - (value - shown.fromY) / (shown.toY - shown.fromY) * box.height();
    painter->setPen(QPen(m_grid, 1));
    painter->drawLine(QPointF(box.left(), std::round(y) + 0.5), QPointF(box.right(), std::round(y) + 0.5));
    painter->setPen(m_ink);
    const auto text = tickText(value, rows.step);
    painter->drawText(QRectF(0, y - 8, box.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, text);
  }
  const bool elapsed = m_chart->isElapsed();
  const int most = std::max(2, int(box.width() / 90));
  const auto columns = elapsed ? timeTicks(shown.fromX, shown.toX, most) : roundTicks(shown.fromX, shown.toX, most);
  painter->setPen(m_ink);
  for (const double value : columns.at) {
    const double x = box.left() + (value - shown.fromX) / (shown.toX - shown.fromX) * box.width();
    const auto text = elapsed ? elapsedText(value) : tickText(value, columns.step);
    const double at = std::min(x - 40, width() - 82);
    const auto side = x - 40 > at ? Qt::AlignRight : Qt::AlignHCenter;
    painter->drawText(QRectF(at, height() - 15, 80, 14), side | Qt::AlignVCenter, text);
  }
}

void PlotItem::paintCurve(QPainter* painter, const View& shown, const std::vector<double>& x,
                          const std::vector<double>& y, const QPen& pen) const {
  const QRectF box = area();
  const double perX = box.width() / (shown.toX - shown.fromX), perY = box.height() / (shown.toY - shown.fromY);
  QPolygonF line;
  painter->setPen(pen);
  const auto flush = [&] {
    if (line.size() == 1) painter->drawPoint(line.front());
    if (line.size() > 1) painter->drawPolyline(line);
    line.clear();
  };
  for (const Point& point : reduce(x, y, shown.fromX, shown.toX, int(box.width()))) {
    if (std::isfinite(point.y))
      line.append(QPointF(box.left() + (point.x - shown.fromX) * perX, box.bottom() - (point.y - shown.fromY) * perY));
    else
      flush();  // a gap where there is no number
  }
  flush();
}
