// Objects as the API server writes them, against golden texts of their rows. Files are found by their names:
// fixtures/kube/rows/<kind>-<case>.json and .txt. With CLEARDECK_WRITE_GOLDEN=1 the texts are written anew.
#include "base/text.h"
#include "kube/calls.h"
#include "kube/describe.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace cleardeck;

namespace {

constexpr auto folder = CLEARDECK_FIXTURES "/kube/rows";

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The row of the kind that the file's name begins with, as text.
template <class... Rows>
std::string rowText(const std::string& kind, const std::string& json, std::tuple<Rows...>) {
  std::string result = "no such kind\n";
  auto attempt = [&]<class Row>(Row row) {
    if (text::toLower(Row::path.kind) != kind && !(Row::path.metadataOnly && kind == "releasesecret")) return;
    auto read = [&row](simdjson::ondemand::object object) { return parse(object, row); };
    result = kube::withObject(json, read) ? test::describe(row) : "not parsed\n";
  };
  (attempt(Rows()), ...);
  return result;
}

}  // namespace

class TestRows : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void golden_data() {
    QTest::addColumn<QString>("path");
    QDirIterator files(folder, QStringList("*.json"));
    while (files.hasNext()) {
      auto path = files.next();
      QTest::newRow(qPrintable(files.fileInfo().completeBaseName())) << path;
    }
  }
  void golden() {
    QFETCH(QString, path);
    const QFileInfo info(path);
    const auto kind = info.completeBaseName().section('-', 0, 0).toStdString();
    const auto text = QByteArray::fromStdString(rowText(kind, contentOf(path).toStdString(), kube::Kinds()));
    const auto expectedPath = info.path() + "/" + info.completeBaseName() + ".txt";
    if (qEnvironmentVariableIsSet("CLEARDECK_WRITE_GOLDEN")) {
      QFile file(expectedPath);
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(text);
    }
    QCOMPARE(QString(text), QString(contentOf(expectedPath)));
  }

  void everyKindHasAFixture() {
    const auto names = QDir(folder).entryList(QStringList("*.json"));
    QStringList missing;
    auto check = [&]<class Row>(Row) {
      auto kind =
          Row::path.metadataOnly ? QString("releasesecret") : QString::fromStdString(text::toLower(Row::path.kind));
      if (names.filter(QRegularExpression("^" + kind + "-")).isEmpty()) missing << kind;
    };
    std::apply([&](auto... rows) { (check(rows), ...); }, kube::Kinds());
    QCOMPARE(missing, QStringList());
  }

  void rubbishIsNoRow_data() {
    QTest::addColumn<QByteArray>("json");
    for (const char* json : {"", "[]", "{", "{}", "null", "{\"metadata\":3}", "{\"metadata\":{\"uid\":7}}",
                             "{\"metadata\":{\"uid\":\"\"},\"status\":[]}", "{\"kind\":\"Status\",\"code\":404}"})
      QTest::newRow(json) << QByteArray(json);
  }
  void rubbishIsNoRow() {
    QFETCH(QByteArray, json);
    int parsed = 0;
    auto attempt = [&]<class Row>(Row row) {
      parsed += kube::withObject(json.toStdString(), [&row](simdjson::ondemand::object o) { return parse(o, row); });
    };
    std::apply([&](auto... rows) { (attempt(rows), ...); }, kube::Kinds());
    QCOMPARE(parsed, 0);
  }

  // 10,000 rows must fit into 10 MB.
  void aRowIsSmall() {
    const auto json = contentOf(QString(folder) + "/pod-running.json").toStdString();
    kube::Pod pod;
    QVERIFY(kube::withObject(json, [&pod](simdjson::ondemand::object o) { return parse(o, pod); }));
    auto heap = [](const std::string& s) { return s.capacity() > 15 ? s.capacity() + 17 : 0; };
    std::size_t bytes = sizeof pod + pod.containers.capacity() * sizeof(kube::Container) +
                        pod.labels.selectorText().size() + pod.conditions.capacity() * sizeof(kube::Condition) +
                        heap(pod.uid) + heap(pod.name) + heap(pod.message);
    for (const auto& c : pod.containers) bytes += heap(c.image) + heap(c.message) + heap(c.reason);
    qInfo("a running pod with two containers takes %zu bytes, its JSON %zu", bytes, json.size());
    QVERIFY(bytes < 2048);
  }

  void labels() {
    kube::Labels labels;
    labels.set("tier", "db");
    labels.set("app", "web");
    labels.set("app", "api");
    QCOMPARE(labels.selectorText(), std::string("app=api,tier=db"));
    QCOMPARE(std::string(labels.find("app")), std::string("api"));
    QVERIFY(labels.find("none").empty());
    kube::Labels selector;
    QVERIFY(!labels.match(selector));
    selector.set("app", "api");
    QVERIFY(labels.match(selector));
    selector.set("other", "");
    QVERIFY(!labels.match(selector));
  }

  void targets() {
    using namespace kube;
    QCOMPARE(collectionTarget(Pod::path, ""), std::string("/api/v1/pods"));
    QCOMPARE(collectionTarget(Deployment::path, "team"), std::string("/apis/apps/v1/namespaces/team/deployments"));
    QCOMPARE(objectTarget(Node::path, "ignored", "a/b"), std::string("/api/v1/nodes/a%2Fb"));
  }
};

QTEST_APPLESS_MAIN(TestRows)
#include "test_rows.moc"
