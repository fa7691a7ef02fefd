// The controls work by keyboard and raise no warning.
#include "qml/pagetest.h"

#include "console/tables/codelines.h"
#include "console/tables/logmodel.h"
#include "console/tables/rowtablemodel.h"

using cleardeck::Changes;
using cleardeck::Freshness;
using cleardeck::LiveState;

namespace {

struct Row {
  std::string uid, name;
  int size = 0;
  bool operator==(const Row&) const = default;
};

class Model : public RowTableModel {
 public:
  Model() : RowTableModel({"name", "size"}, {}, nullptr) {}
  void apply(Changes<Row> changes) { applyTo(m_rows, std::move(changes)); }

 protected:
  QVariant cell(Slot slot, int column) const override {
    return column == 0 ? QVariant(QString::fromStdString(m_rows[slot].name))
                       : QVariant(QString::number(m_rows[slot].size));
  }
  bool before(Slot a, Slot b, int column) const override {
    return column == 0 ? m_rows[a].name < m_rows[b].name : m_rows[a].size < m_rows[b].size;
  }
  bool settle(Slot a, Slot b) const override { return m_rows[a].uid < m_rows[b].uid; }
  bool contains(Slot slot, const std::string& word) const override { return has(m_rows[slot].name, word); }
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  RowStore<Row> m_rows;
};

Changes<Row> rows(int first, int count) {
  Changes<Row> changes;
  for (int i = first; i < first + count; ++i) {
    Row row;
    row.uid = "u" + std::to_string(i);
    row.name = "pod-" + std::to_string(1000 + i);
    row.size = 1000 - i;
    changes.upserts.push_back(row);
  }
  changes.state = LiveState(Freshness::Live);
  return changes;
}

}  // namespace

class TestControls : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tableByKeyboard() {
    Model model;
    PageTest test;
    auto* root = test.show(QStringLiteral("TableCase.qml"),
                           {{QStringLiteral("model"), QVariant::fromValue<RowTableModel*>(&model)}});
    QVERIFY2(root, qPrintable(test.warnings()));
    model.apply(rows(0, 200));
    auto* grid = test.find("table");
    grid->forceActiveFocus();
    test.press(Qt::Key_Down);
    QCOMPARE(grid->property("currentKey").toString(), QStringLiteral("u0"));
    test.press(Qt::Key_End);
    QCOMPARE(grid->property("currentRow").toInt(), 199);
    test.press(Qt::Key_Home);
    test.press(Qt::Key_Down);
    test.press(Qt::Key_Return);
    QCOMPARE(root->property("opened").toString(), QStringLiteral("u1"));
    model.sortBy(1);  // the selection is a row, not a place
    QCOMPARE(grid->property("currentKey").toString(), QStringLiteral("u1"));
    QCOMPARE(grid->property("currentRow").toInt(), 198);
    Changes<Row> gone;
    gone.removals.push_back("u1");
    gone.state = LiveState(Freshness::Live);
    model.apply(gone);
    QCOMPARE(grid->property("currentRow").toInt(), -1);
    root->setProperty("narrow", true);
    test.shoot(QStringLiteral("controls-table"));
    QCOMPARE(test.warnings(), QString());
  }

  void everyStateHasAFace() {
    Model model;
    PageTest test;
    QVERIFY(test.show(QStringLiteral("TableCase.qml"),
                      {{QStringLiteral("model"), QVariant::fromValue<RowTableModel*>(&model)}}));
    auto* state = test.find("state");
    QVERIFY(state->property("loading").toBool());
    Changes<Row> refused;
    refused.state = LiveState(Freshness::Forbidden, "may not list pods in clearml");
    model.apply(refused);
    QVERIFY(state->property("refused").toBool());
    QVERIFY(test.find("banner")->isVisible());
    model.apply(rows(0, 3));
    QVERIFY(!state->isVisible());
    QVERIFY(!test.find("banner")->isVisible());
    model.setFilter(QStringLiteral("nobody"));
    QVERIFY(state->property("hidden").toBool());
    QCOMPARE(test.warnings(), QString());
  }

  void gallery_() {
    LogModel log;
    log.setSources({QStringLiteral("apiserver"), QStringLiteral("mongodb")});
    PageTest test;
    auto* root = test.show(QStringLiteral("GalleryCase.qml"), {{QStringLiteral("log"), QVariant::fromValue(&log)}});
    QVERIFY2(root, qPrintable(test.warnings()));
    std::vector<LogLine> lines(300);
    for (int i = 0; i < 300; ++i) {
      lines[std::size_t(i)].time = QStringLiteral("14:07:16.204");
      lines[std::size_t(i)].text = QStringLiteral("Returned 200 for tasks.get_all_ex in %1ms").arg(i);
      lines[std::size_t(i)].source = i % 2;
      lines[std::size_t(i)].level = i % 5;
      lines[std::size_t(i)].endMark = i == 290;
    }
    log.append(std::move(lines));
    auto* segments = test.find("seg");
    segments->forceActiveFocus();
    test.press(Qt::Key_Right);
    QCOMPARE(segments->property("current").toInt(), 1);
    QVERIFY(test.find("chain")->property("sentence").toString().contains(QStringLiteral("apiserver")));
    QTest::qWait(100);
    test.shoot(QStringLiteral("controls-gallery"));
    QVERIFY(QMetaObject::invokeMethod(root, "ask"));
    QTest::qWait(300);
    test.shoot(QStringLiteral("controls-dialog"));
    test.press(Qt::Key_Escape);
    QCOMPARE(test.warnings(), QString());
  }
};

QTEST_MAIN(TestControls)
#include "test_controls.moc"
