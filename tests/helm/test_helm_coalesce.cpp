// Our effective values are Helm's: 500 random charts with overrides, each one printed by helm 3 and by helm 4 through a
// template that dumps .Values. Needs the programs: $CLEARDECK_HELM3, $CLEARDECK_HELM4, or those of tests/cluster.
#include "helm/program.h"
#include "helm/random_chart.h"
#include "helm/values.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

using namespace cleardeck;
using yaml::Value;

namespace {
constexpr int sets = 500;

QString programOf(int major) {
  QString name = QString("helm%1").arg(major);
  QString told = qEnvironmentVariable(qPrintable("CLEARDECK_" + name.toUpper()));
  if (!told.isEmpty()) return told;
  QDir cache(QDir::homePath() + "/.cache/cleardeck/cluster");
  for (const QString& build : cache.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    if (QFileInfo::exists(cache.filePath(build + "/" + name))) return cache.filePath(build + "/" + name);
  return {};
}

QByteArray run(const QString& program, const QStringList& arguments, bool& good) {
  QProcess process;
  process.start(program, arguments);
  good = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
  return good ? process.readAllStandardOutput() : process.readAllStandardError();
}

/// "" when both agree.
std::string compare(const std::string& helm, const std::filesystem::path& folder, unsigned seed, helm::NullRules rules,
                    int& refused) {
  auto overrides = test::ChartWriter(seed).write(folder);
  std::ofstream(folder.string() + ".yaml") << yaml::toYaml(overrides);
  auto chart = helm::readChart(folder);
  if (!chart) return chart.error().text();
  auto ours = helm::coalesce(*chart, overrides, rules);
  bool good = false;
  QByteArray output =
      run(QString::fromStdString(helm),
          {"template", "x", folder.c_str(), "-f", QString::fromStdString(folder.string() + ".yaml")}, good);
  if (!good) {
    ++refused;
    return ours ? "helm refuses: " + output.toStdString() : "";
  }
  if (!ours) return "we refuse: " + ours.error().text();
  auto manifest = yaml::parse(output.toStdString());
  if (!manifest) return manifest.error().text();
  auto theirs = yaml::fromJson((*manifest)["data"]["values"].get<std::string>());
  if (!theirs) return theirs.error().text();
  if (*theirs == *ours) return {};
  std::string text = folder.string();
  for (const auto& change : helm::diffValues(*theirs, *ours))
    text += "\n  " + yaml::toString(change.path) + ": helm " + (change.before ? yaml::toJson(*change.before) : "-") +
            ", ours " + (change.after ? yaml::toJson(*change.after) : "-");
  return text;
}
}  // namespace

class HelmCoalesceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void equalsHelm_data() {
    QTest::addColumn<int>("major");
    QTest::newRow("helm 3") << 3;
    QTest::newRow("helm 4") << 4;
  }
  void equalsHelm() {
    QFETCH(int, major);
    QString program = programOf(major);
    if (program.isEmpty()) QSKIP(qPrintable(QString("no helm %1: set CLEARDECK_HELM%1").arg(major)));
    bool good = false;
    auto version = helm::parseVersion(run(program, {"version", "--template", "{{.Version}}"}, good).toStdString());
    QVERIFY(good && version);
    if (version->major == 3 && !version->atLeast(3, 21))
      QSKIP(qPrintable("helm " + QString::fromStdString(version->text) + " has older rules for null"));
    QTemporaryDir folder;
    std::atomic<int> next = 0;
    std::mutex mutex;
    std::vector<std::string> faults;
    int refusals = 0;
    auto work = [&] {
      for (int i = next++; i < sets; i = next++) {
        int refused = 0;
        std::filesystem::path chart = folder.filePath(QString("set%1").arg(i)).toStdString();
        auto fault = compare(program.toStdString(), chart, static_cast<unsigned>(i),
                             helm::nullRules(version->major, version->minor), refused);
        std::lock_guard lock(mutex);
        refusals += refused;
        if (!fault.empty()) faults.push_back("set " + std::to_string(i) + ": " + fault);
      }
    };
    std::vector<std::thread> threads;
    for (unsigned i = std::max(2U, std::thread::hardware_concurrency()); i > 0; --i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    qInfo("helm %s: %d sets, %d of them refused by both, %zu differ", version->text.c_str(), sets, refusals,
          faults.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(faults.size(), 8); ++i) qWarning("%s", faults[i].c_str());
    QCOMPARE(faults.size(), std::size_t(0));
    QVERIFY(refusals < sets / 4);
  }
};

QTEST_GUILESS_MAIN(HelmCoalesceTest)
#include "test_helm_coalesce.moc"
