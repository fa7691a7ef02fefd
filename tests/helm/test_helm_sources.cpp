// Charts from a repository and a registry on a server of this test: index, ETag, digests, logins, redirects, and what
// a server may do wrong.
#include "helm/chart_catalog.h"
#include "helm/digest.h"
#include "helm/fixtures.h"
#include "helm/remembered_source.h"
#include "net/await.h"
#include "net/runtime.h"
#include "net/server.h"

#include <QTemporaryDir>
#include <QtTest>

#include <zlib.h>

#include <cstdio>
#include <map>

using namespace cleardeck;
using helm::ChartSource;

namespace {
struct Answer {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string wants;  // an Authorization line; else 401 with `challenge`
  std::string challenge;
};

struct Web {
  std::map<std::string, Answer> answers;
  std::vector<std::string> asked;  // "GET /index.yaml"
  int notModified = 0;
};

asio::awaitable<void> answer(std::shared_ptr<Web> web, std::shared_ptr<net::Exchange> exchange) {
  const auto& request = exchange->request();
  web->asked.push_back(request.target);
  auto found = web->answers.find(request.target);
  net::Headers headers;
  if (found == web->answers.end()) {
    co_await exchange->respond(404, headers, "nothing here");
    co_return;
  }
  const Answer& it = found->second;
  if (!it.wants.empty() && request.headers.find("Authorization").value_or("") != it.wants) {
    headers.add("WWW-Authenticate", it.challenge);
    co_await exchange->respond(401, headers, "who are you");
    co_return;
  }
  for (const auto& [name, value] : it.headers) {
    if (name == "ETag" && request.headers.find("If-None-Match") == std::string_view(value)) {
      ++web->notModified;
      co_await exchange->respond(304, headers, "");
      co_return;
    }
    headers.add(name, value);
  }
  co_await exchange->respond(it.status, headers, it.body);
}

std::string entry(const std::string& version, const std::string& url, const std::string& digest) {
  return "  - name: echo\n    version: " + version +
         "\n    appVersion: \"9\"\n    created: \"2025-01-02T03:04:05Z\"\n" + "    urls: [\"" + url + "\"]\n" +
         (digest.empty() ? "" : "    digest: " + digest + "\n");
}
/// gzip of `header` and `zeros` bytes of nothing.
std::string zipped(const std::string& header, std::size_t zeros) {
  z_stream stream = {};
  deflateInit2(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string result;
  std::string nothing(1u << 20, '\0'), piece(1u << 16, '\0');
  auto pump = [&](const std::string& bytes, int flush) {
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<unsigned>(bytes.size());
    do {
      stream.next_out = reinterpret_cast<unsigned char*>(piece.data());
      stream.avail_out = static_cast<unsigned>(piece.size());
      deflate(&stream, flush);
      result.append(piece, 0, piece.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  };
  pump(header, Z_NO_FLUSH);
  for (std::size_t done = 0; done < zeros; done += nothing.size()) pump(nothing, Z_NO_FLUSH);
  pump(std::string(1024, '\0'), Z_FINISH);
  deflateEnd(&stream);
  return result;
}
}  // namespace

class HelmSourcesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    QVERIFY(m_cache.isValid());
    m_web = std::make_shared<Web>();
    auto handler = [web = m_web](std::shared_ptr<net::Exchange> exchange) { return answer(web, std::move(exchange)); };
    auto server = net::Server::listen(m_loop.executor(), 0, std::nullopt, handler);
    QVERIFY2(server, server ? "" : server.error().message.c_str());
    m_server = std::make_unique<net::Server>(std::move(*server));
    m_archive = test::contentOf(test::helmFixture("echo-1.0.0.tgz"));
    QVERIFY(!m_archive.empty());
    QTemporaryDir fresh;
    fresh.setAutoRemove(false);
    qputenv("XDG_CACHE_HOME", fresh.path().toUtf8());
    qputenv("XDG_DATA_HOME", fresh.path().toUtf8());
  }
  void cleanup() {
    m_server.reset();
    m_loop.runFor(std::chrono::milliseconds(1));
    std::filesystem::remove_all(qgetenv("XDG_CACHE_HOME").toStdString());
  }

  void anIndexIsAskedForOnce() {
    index(entry("1.0.0", "echo-1.0.0.tgz", helm::sha256(m_archive)) + entry("1.10.0-rc.1", "x.tgz", "") +
          entry("0.9.0", "x.tgz", "") + "  - name: echo\n    version: nonsense\n    urls: [x]\n");
    m_web->answers["/charts/index.yaml"].headers = {{"ETag", "\"one\""}};
    auto catalog = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY2(catalog, catalog ? "" : catalog.error().text().c_str());
    QVERIFY(!catalog->problem);
    std::string versions;
    for (const auto& offer : catalog->offers) versions += offer.version + " ";
    QCOMPARE(versions, std::string("1.10.0-rc.1 1.0.0 0.9.0 "));
    QCOMPARE(catalog->offers[1].appVersion, std::string("9"));
    QCOMPARE(catalog->offers[1].created, std::string("2025-01-02T03:04:05Z"));
    auto again = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY(again);
    QCOMPARE(m_web->notModified, 1);
    QCOMPARE(again->offers.size(), std::size_t(3));
  }
  void aRepositoryThatIsDownGivesItsLastAnswer() {
    index(entry("1.0.0", "echo-1.0.0.tgz", ""));
    QVERIFY(await(helm::chartCatalog(repository(), "echo", workers())));
    m_web->answers["/charts/index.yaml"].status = 503;
    auto tired = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY2(tired, tired ? "" : tired.error().text().c_str());
    QVERIFY(tired->problem);
    auto source = repository();
    m_server.reset();
    auto down = await(helm::chartCatalog(source, "echo", workers()));
    QVERIFY2(down, down ? "" : down.error().text().c_str());
    QVERIFY(down->problem && down->problem->kind == ErrorKind::Network);
    QCOMPARE(down->offers.size(), std::size_t(1));
    // What was never asked is not known.
    auto other = await(
        helm::chartCatalog(ChartSource(ChartSource::Kind::Repository, source.location + "/x"), "echo", workers()));
    QVERIFY(!other && other.error().kind == ErrorKind::Network);
  }
  void badIndexes_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("a web page") << QByteArray("<html>hello</html>") << QByteArray("no index");
    QTest::newRow("broken") << QByteArray("entries:\n  echo: [") << QByteArray("line");
    QTest::newRow("no such chart") << QByteArray("entries:\n  other: []\n") << QByteArray("no chart echo");
    QTest::newRow("no version") << QByteArray("entries:\n  echo:\n  - name: echo\n") << QByteArray("no chart echo");
    QTest::newRow("binary") << QByteArray("\x1f\x8b\x08\x00\x00", 5) << QByteArray("");
  }
  void badIndexes() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, word);
    m_web->answers["/charts/index.yaml"].body = body.toStdString();
    auto catalog = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY(!catalog);
    QVERIFY2(catalog.error().text().find(word.toStdString()) != std::string::npos, catalog.error().text().c_str());
  }
  void aLargeIndexIsReadByTheChart() {
    std::string others = "  aaa:\n";
    while (others.size() < 6'000'000) others += "  - name: aaa\n    version: 1.0.0\n    urls: [x]\n";
    m_web->answers["/charts/index.yaml"].body = "apiVersion: v1\nentries:\n" + others + "  echo:\n" +
                                                entry("1.0.0", "x.tgz", "") + "  zzz:\n  - name: zzz\ngenerated: x\n";
    auto catalog = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY2(catalog, catalog ? "" : catalog.error().text().c_str());
    QCOMPARE(catalog->offers.size(), std::size_t(1));
  }

  void theDigestOfTheIndexIsProven_data() {
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<bool>("good");
    QTest::newRow("right") << QByteArray(helm::sha256(test::contentOf(test::helmFixture("echo-1.0.0.tgz"))).c_str())
                           << true;
    QTest::newRow("without the algorithm")
        << QByteArray(helm::sha256(test::contentOf(test::helmFixture("echo-1.0.0.tgz"))).substr(7).c_str()) << true;
    QTest::newRow("none") << QByteArray() << true;
    QTest::newRow("wrong") << QByteArray(64, 'a') << false;
  }
  void theDigestOfTheIndexIsProven() {
    QFETCH(QByteArray, digest);
    QFETCH(bool, good);
    index(entry("1.0.0", "echo-1.0.0.tgz", digest.toStdString()));
    m_web->answers["/charts/echo-1.0.0.tgz"].body = m_archive;
    auto chart = await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "1.0.0", workers()));
    QCOMPARE(chart.has_value(), good);
    if (!good) {
      QVERIFY2(chart.error().message.find("promised") != std::string::npos, chart.error().text().c_str());
      return;
    }
    QCOMPARE(chart->meta.text(), std::string("echo-1.0.0"));
    auto source = repository();
    m_server.reset();  // it is in the cache now
    QVERIFY(await(helm::pinnedChart(helm::Program(), {source}, "echo", "1.0.0", workers())));
  }
  void badArchives_data() {
    QTest::addColumn<QByteArray>("fixture");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("leads out of its folder") << QByteArray("escape.tgz") << QByteArray("leads out");
    QTest::newRow("no chart") << QByteArray("no-chart.tgz") << QByteArray("no Chart.yaml");
    QTest::newRow("no archive") << QByteArray("sample/values.yaml") << QByteArray("archive");
  }
  void badArchives() {
    QFETCH(QByteArray, fixture);
    QFETCH(QByteArray, word);
    index(entry("1.0.0", "echo-1.0.0.tgz", ""));
    m_web->answers["/charts/echo-1.0.0.tgz"].body = test::contentOf(test::helmFixture(fixture.toStdString()));
    auto chart = await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "1.0.0", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().text().find(word.toStdString()) != std::string::npos, chart.error().text().c_str());
  }
  // 200 MB of nothing in some 200 KB.
  void anArchiveThatGrows() {
    const std::size_t size = 200u << 20;
    std::string header(512, '\0');
    header.replace(0, 11, "echo/values");
    header.replace(100, 7, "0000644");
    std::snprintf(header.data() + 124, 12, "%011zo", size);
    header[156] = '0';
    header.replace(257, 5, "ustar");
    header.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (unsigned char byte : header) sum += byte;
    std::snprintf(header.data() + 148, 8, "%06o", sum);
    index(entry("1.0.0", "echo-1.0.0.tgz", ""));
    m_web->answers["/charts/echo-1.0.0.tgz"].body = zipped(header, size);
    QVERIFY(m_web->answers["/charts/echo-1.0.0.tgz"].body.size() < 2'000'000);
    auto chart = await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "1.0.0", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find("more than 100 MB") != std::string::npos, chart.error().text().c_str());
  }
  void anotherVersionThanPromised() {
    index(entry("2.0.0", "echo-1.0.0.tgz", ""));
    m_web->answers["/charts/echo-1.0.0.tgz"].body = m_archive;
    auto chart = await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "2.0.0", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find("is echo-1.0.0") != std::string::npos, chart.error().text().c_str());
  }
  void aVersionThatIsNoFileName() {
    index("  - name: echo\n    version: 1.0.0-../../../../tmp/x\n    urls: [x]\n");
    auto chart =
        await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "1.0.0-../../../../tmp/x", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find("no chart and version") != std::string::npos, chart.error().text().c_str());
  }
  void aLoginIsForItsHostOnly() {
    const std::string basic = "Basic YWRhOnNlY3JldA==";  // ada:secret
    Answer wants;
    wants.wants = basic;
    wants.challenge = "Basic realm=\"x\"";
    m_web->answers["/charts/index.yaml"] = wants;
    m_web->answers["/charts/index.yaml"].body =
        "entries:\n  echo:\n" + entry("1.0.0", "http://localhost:" + port() + "/e.tgz", "");
    m_web->answers["/e.tgz"].body = m_archive;
    auto refused = await(helm::chartCatalog(repository(), "echo", workers()));
    QVERIFY(!refused && refused.error().kind == ErrorKind::Auth);
    QVERIFY(refused.error().hint.find("CLEARDECK_CHART_USER") != std::string::npos);
    auto source = repository();
    source.user = "ada";
    source.password = "secret";
    auto chart = await(helm::pinnedChart(helm::Program(), {source}, "echo", "1.0.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
    // The archive lies on another host (localhost): the login must not go there.
    m_web->answers["/e.tgz"].wants = basic;
    std::filesystem::remove_all(qgetenv("XDG_CACHE_HOME").toStdString() + "/cleardeck");
    QVERIFY(!await(helm::pinnedChart(helm::Program(), {source}, "echo", "1.0.0", workers())));
  }
  void redirects() {
    index(entry("1.0.0", "echo-1.0.0.tgz", ""));
    m_web->answers["/charts/echo-1.0.0.tgz"] = {302, "", {{"Location", "/store/e.tgz"}}, "", ""};
    m_web->answers["/store/e.tgz"].body = m_archive;
    auto chart = await(helm::pinnedChart(helm::Program(), {repository()}, "echo", "1.0.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
    m_web->answers["/charts/index.yaml"] = {302, "", {{"Location", "/charts/index.yaml"}}, "", ""};
    auto round =
        await(helm::chartCatalog(ChartSource(ChartSource::Kind::Repository, base() + "/charts/"), "echo", workers()));
    QVERIFY(!round);
    QVERIFY2(round.error().message.find("redirects") != std::string::npos, round.error().text().c_str());
  }

  void aRegistry() {
    registry();
    auto catalog = await(helm::chartCatalog(oci(), "echo", workers()));
    QVERIFY2(catalog, catalog ? "" : catalog.error().text().c_str());
    QCOMPARE(catalog->offers.size(), std::size_t(2));  // "latest" is no version
    QCOMPARE(catalog->offers[0].version, std::string("1.1.0+build"));
    QCOMPARE(catalog->offers[1].appVersion, std::string("7"));
    auto chart = await(helm::pinnedChart(helm::Program(), {oci()}, "echo", "1.0.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
    QCOMPARE(chart->meta.text(), std::string("echo-1.0.0"));
  }
  void aRegistryWithTokens() {
    registry();
    for (auto& [target, one] : m_web->answers) {
      one.wants = "Bearer tok";
      one.challenge = "Bearer realm=\"" + base() + "/token\",service=\"reg\",scope=\"x\"";
    }
    Answer token;
    token.body = "{\"token\":\"tok\"}";
    m_web->answers["/token?service=reg&scope=repository%3Alib%2Fecho%3Apull"] = token;
    auto chart = await(helm::pinnedChart(helm::Program(), {oci()}, "echo", "1.0.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
    m_web->answers.erase("/token?service=reg&scope=repository%3Alib%2Fecho%3Apull");
    std::filesystem::remove_all(qgetenv("XDG_CACHE_HOME").toStdString() + "/cleardeck");
    QVERIFY(!await(helm::pinnedChart(helm::Program(), {oci()}, "echo", "1.0.0", workers())));
  }
  void wrongDigestsInARegistry_data() {
    QTest::addColumn<QByteArray>("what");
    for (const char* what : {"layer", "manifest", "reference"}) QTest::newRow(what) << QByteArray(what);
  }
  void wrongDigestsInARegistry() {
    QFETCH(QByteArray, what);
    registry();
    auto source = oci();
    if (what == "layer") m_web->answers["/v2/lib/echo/blobs/" + helm::sha256(m_archive)].body = m_archive + "x";
    if (what == "manifest")
      m_web->answers["/v2/lib/echo/manifests/1.0.0"].headers = {{"Docker-Content-Digest", helm::sha256("other")}};
    if (what == "reference") {
      source.location += "@" + helm::sha256("wanted");
      m_web->answers["/v2/lib/echo/manifests/" + helm::sha256("wanted")].body = m_manifest;
    }
    auto chart = await(helm::pinnedChart(helm::Program(), {source}, "echo", "1.0.0", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find("digest") != std::string::npos, chart.error().text().c_str());
  }
  void aReferenceWithItsDigest() {
    registry();
    auto source = oci();
    source.location += "@" + helm::sha256(m_manifest);
    m_web->answers["/v2/lib/echo/manifests/" + helm::sha256(m_manifest)].body = m_manifest;
    auto chart = await(helm::pinnedChart(helm::Program(), {source}, "echo", "1.0.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
  }
  void aRegistryHoldsSomethingElse() {
    registry();
    m_web->answers["/v2/lib/echo/manifests/1.0.0"].body =
        "{\"layers\":[{\"mediaType\":\"application/x\",\"digest\":\"sha256:1\"}]}";
    auto chart = await(helm::pinnedChart(helm::Program(), {oci()}, "echo", "1.0.0", workers()));
    QVERIFY(!chart);
    QVERIFY2(chart.error().message.find("no Helm chart") != std::string::npos, chart.error().text().c_str());
  }

  void sourcesAsTyped() {
    using Kind = ChartSource::Kind;
    QCOMPARE(helm::chartSource("https://x.example/charts", "echo")->kind, Kind::Repository);
    QVERIFY(helm::chartSource("oci://x.example/echo", "echo")->isRegistry());
    QVERIFY(!helm::chartSource("http://x.example/charts", "echo"));
    QVERIFY(helm::chartSource("http://127.0.0.1:1/charts", "echo"));
    QCOMPARE(helm::chartSource(test::helmFixture("echo"), "echo")->kind, Kind::File);
    QCOMPARE(helm::chartSource("/no/such/place", "echo").error().kind, ErrorKind::NotFound);
  }
  void aFolderOfCharts() {
    auto source = *helm::chartSource(std::string(CLEARDECK_FIXTURES "/charts"), "clearml");
    auto catalog = await(helm::chartCatalog(source, "clearml", workers()));
    QVERIFY2(catalog, catalog ? "" : catalog.error().text().c_str());
    QCOMPARE(catalog->offers.front().version, std::string("7.14.4"));
    QVERIFY(!catalog->offers.front().changes.empty());
    QVERIFY(catalog->offers.front().changes[0].rfind("fixed: ", 0) == 0);
    auto chart = await(helm::pinnedChart(helm::Program(), {source}, "clearml", "7.13.0", workers()));
    QVERIFY2(chart, chart ? "" : chart.error().text().c_str());
  }
  void rememberedSources() {
    helm::ReleaseKey key("a/b", "ns", "clearml");
    QVERIFY(!helm::rememberedSource(key, "echo"));
    auto source = repository();
    source.user = "ada";
    source.password = "hunter2";
    QVERIFY(helm::rememberSource(key, source));
    auto kept = helm::rememberedSource(key, "echo");
    QVERIFY(kept);
    QCOMPARE(kept->location, source.location);
    QVERIFY(kept->password.empty());
  }
  void digestsOfCharts() {
    QCOMPARE(helm::sha256("abc"),
             std::string("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QTemporaryDir folder;
    const auto copy = std::filesystem::path(folder.path().toStdString()) / "echo";
    std::filesystem::copy(test::helmFixture("echo"), copy, std::filesystem::copy_options::recursive);
    auto one = helm::chartDigest(test::helmFixture("echo")), two = helm::chartDigest(copy);
    QVERIFY(one && two);
    QCOMPARE(*one, *two);
    QVERIFY(files::writeAtomically(copy / "templates/more.yaml", "a: 1\n"));
    QVERIFY(*helm::chartDigest(copy) != *one);
    QVERIFY(!helm::chartDigest(copy / "nothing"));
  }

 private:
  template <class T>
  Result<T> await(Task<T> task) {
    return m_loop.await(std::move(task));
  }
  asio::any_io_executor workers() { return m_runtime.workers(); }
  std::string port() const { return std::to_string(m_server->port()); }
  std::string base() const { return "http://127.0.0.1:" + port(); }
  ChartSource repository() const { return ChartSource(ChartSource::Kind::Repository, base() + "/charts", "echo"); }
  ChartSource oci() const {
    return ChartSource(ChartSource::Kind::Repository, "oci://127.0.0.1:" + port() + "/lib/echo");
  }
  void index(const std::string& entries) {
    m_web->answers["/charts/index.yaml"].body = "apiVersion: v1\nentries:\n  echo:\n" + entries;
  }
  void registry() {
    const std::string config = yaml::toJson({{"name", "echo"}, {"version", "1.0.0"}, {"appVersion", "7"}});
    const std::string blobs = "/v2/lib/echo/blobs/";
    const yaml::Value layer = {{"mediaType", "application/vnd.cncf.helm.chart.content.v1.tar+gzip"},
                               {"digest", helm::sha256(m_archive)}};
    m_manifest =
        yaml::toJson({{"config", {{"digest", helm::sha256(config)}}}, {"layers", yaml::Value::array({layer})}});
    m_web->answers["/v2/lib/echo/tags/list?n=1000"].body = "{\"tags\":[\"latest\",\"1.0.0\"]}";
    m_web->answers["/v2/lib/echo/tags/list?n=1000"].headers = {
        {"Link", "</v2/lib/echo/tags/list?last=1.0.0>; rel=\"next\""}};
    m_web->answers["/v2/lib/echo/tags/list?last=1.0.0"].body = "{\"tags\":[\"1.1.0_build\"]}";
    m_web->answers["/v2/lib/echo/manifests/1.0.0"].body = m_manifest;
    m_web->answers["/v2/lib/echo/manifests/1.1.0_build"].body = "{\"layers\":[]}";
    m_web->answers[blobs + helm::sha256(config)].body = config;
    m_web->answers[blobs + helm::sha256(m_archive)].body = m_archive;
  }

  Runtime m_runtime;
  test::Loop m_loop;
  QTemporaryDir m_cache;
  std::shared_ptr<Web> m_web;
  std::unique_ptr<net::Server> m_server;
  std::string m_archive, m_manifest;
};

QTEST_APPLESS_MAIN(HelmSourcesTest)
#include "test_helm_sources.moc"
