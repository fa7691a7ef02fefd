/// Draws a Chart: axes, and per pixel column what a curve of any length looks like. Painted, not scene graph geometry,
/// because Qt Quick's software adaptation draws no custom geometry.
#pragma once
#include "console/experiments/chart.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>

class PlotItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(Chart* chart READ chart WRITE setChart NOTIFY chartChanged REQUIRED)
  Q_PROPERTY(QList<QColor> colors MEMBER m_colors WRITE setColors NOTIFY lookChanged REQUIRED)
  Q_PROPERTY(QColor grid MEMBER m_grid NOTIFY lookChanged REQUIRED)
  Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY lookChanged REQUIRED)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY lookChanged)
  Q_PROPERTY(double smoothing MEMBER m_smoothing NOTIFY lookChanged)
  Q_PROPERTY(double cursor READ cursor WRITE setCursor NOTIFY cursorChanged)
  Q_PROPERTY(bool zoomed READ isZoomed NOTIFY viewChanged)
  Q_PROPERTY(QRectF area READ area NOTIFY areaChanged)
 public:
  explicit PlotItem(QQuickItem* parent = nullptr);
  Chart* chart() const { return m_chart; }
  void setChart(Chart* chart);
  void setColors(const QList<QColor>& colors);
  double cursor() const { return m_cursor; }
  void setCursor(double pixel);  ///< pixels from the left; negative: none
  bool isZoomed() const { return m_from < m_to; }
  QRectF area() const;  ///< where the curves are, in pixels

  Q_INVOKABLE void zoom(double pixel, double factor);  ///< around the pixel; below 1: closer
  Q_INVOKABLE void pan(double pixels);                 ///< to the right is positive: earlier values come into view
  Q_INVOKABLE void showAll();

  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void chartChanged();
  void lookChanged();
  void cursorChanged();
  void viewChanged();
  void areaChanged();

 protected:
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  struct View {
    double fromX = 0, toX = 1, fromY = 0, toY = 1;
  };
  View view() const;
  View withHeights(View view) const;
  double xAt(double pixel) const;
  void setRange(double from, double to);
  void paintAxes(QPainter* painter, const View& view) const;
  void paintCurve(QPainter* painter, const View& view, const std::vector<double>& x, const std::vector<double>& y,
                  const QPen& pen) const;

  QPointer<Chart> m_chart;
  QList<QColor> m_colors;
  QColor m_grid, m_ink;
  QString m_family;
  double m_smoothing = 0;
  double m_cursor = -1;
  double m_from = 0, m_to = 0;  // the zoom; equal: everything
};
