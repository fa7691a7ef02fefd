// The file server: upload, download, ranges, deletion, names that must not work.
#include "tracking/client.h"
#include "tracking/multipart.h"
#include "tracking/store.h"

#include "base/text.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::test;

namespace {

const HeaderLines kMultipart{"Content-Type: multipart/form-data; boundary=BB"};

std::string part(const std::string& name, const std::string& content) {
  return "--BB\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n\r\n" + content + "\r\n";
}

}  // namespace

class TestFiles : public QObject {
  Q_OBJECT
  TrackingServer m_tracking;

 private Q_SLOTS:
  void uploadAndRead() {
    auto answer = m_tracking.file(
        "POST", "/",
        part("/proj/t.1/artifacts/a b.txt", "hello world") + part("/proj/t/second.bin", "0123456789") + "--BB--\r\n",
        kMultipart);
    QCOMPARE(answer.body, std::string("[\"proj/t.1/artifacts/a b.txt\",\"proj/t/second.bin\"]\n"));
    auto text = m_tracking.file("GET", "/proj/t.1/artifacts/a%20b.txt");
    QCOMPARE(text.body, std::string("hello world"));
    QCOMPARE(text.headers["content-type"], std::string("text/plain; charset=utf-8"));
    QCOMPARE(text.headers["content-disposition"], std::string("inline; filename=\"a b.txt\""));
    auto range = m_tracking.file("GET", "/proj/t/second.bin", {}, {"Range: bytes=2-4"});
    QCOMPARE(range.status, 206);
    QCOMPARE(range.body, std::string("234"));
    QCOMPARE(range.headers["content-range"], std::string("bytes 2-4/10"));
    QCOMPARE(m_tracking.file("GET", "/proj/t/second.bin", {}, {"Range: bytes=-3"}).body, std::string("789"));
    QCOMPARE(m_tracking.file("GET", "/proj/t/second.bin", {}, {"Range: bytes=50-"}).status, 416);
    auto head = m_tracking.file("HEAD", "/proj/t/second.bin");
    QCOMPARE(head.headers["content-length"], std::string("10"));
    QCOMPARE(m_tracking.file("GET", "/proj/t/second.bin", {}, {"If-None-Match: " + head.headers["etag"]}).status, 304);
    QCOMPARE(m_tracking.file("DELETE", "/proj/t/second.bin").body, std::string("proj/t/second.bin"));
    QCOMPARE(m_tracking.file("GET", "/proj/t/second.bin").status, 404);
    auto many =
        m_tracking.file("POST", "/delete_many", "{\"files\":[\"proj/t.1/artifacts/a%20b.txt\",\"nosuch/file\"]}");
    QCOMPARE(many.json()["errors"]["Not found"][0], nlohmann::json("nosuch/file"));
    QCOMPARE(many.json()["deleted"].size(), std::size_t(1));
  }

  void largeFile() {
    std::string large(20 << 20, '\0');
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = char(i * 31 >> 3);
    QCOMPARE(m_tracking.file("POST", "/", part("/large.bin", large) + "--BB--\r\n", kMultipart).status, 200);
    QVERIFY(m_tracking.file("GET", "/large.bin").body == large);
  }

  void signIn() {
    auto url = m_tracking.server().filesUrl();
    QCOMPARE(http("GET", url + "/").body, std::string("OK"));
    QCOMPARE(http("GET", url + "/x").status, 401);
    QCOMPARE(http("POST", url + "/", part("/x", "y") + "--BB--\r\n", kMultipart).status, 401);
    auto basic = http("GET", url + "/x", {}, {m_tracking.basic()});
    QCOMPARE(basic.status, 401);
    QCOMPARE(basic.body, std::string("Only bearer token authorization is supported"));
    QCOMPARE(http("GET", url + "/x", {}, {"Cookie: clearml_token_basic=" + m_tracking.token()}).status, 404);
    QCOMPARE(m_tracking.file("PUT", "/x", "abc").status, 405);
    QCOMPARE(m_tracking.file("POST", "/", "xx", {"Content-Encoding: gzip", kMultipart[0]}).status, 415);
  }

  void names_data() {
    QTest::addColumn<QString>("name");
    for (auto name : {"../up", "a/../../up", "/..", "a//b", "./a", "", "/"}) QTest::newRow(name) << QString(name);
    QTest::newRow("long part") << QString(256, 'x');
  }
  void names() {
    QFETCH(QString, name);
    auto answer = m_tracking.file("POST", "/", part(name.toStdString(), "evil") + "--BB--\r\n", kMultipart);
    QCOMPARE(answer.status, 400);
    if (!name.isEmpty() && name != "/")
      QCOMPARE(m_tracking.file("GET", "/" + text::urlEncode(name.toStdString())).status, 404);
  }

  void traversalAndLinks() {
    QCOMPARE(m_tracking.file("GET", "/../../etc/hostname").status, 404);
    QCOMPARE(m_tracking.file("GET", "/%2e%2e/%2e%2e/etc/hostname").status, 404);
    auto root = m_tracking.server().store().dataDir() / "files";
    std::filesystem::create_symlink("/etc", root / "link");
    QCOMPARE(m_tracking.file("GET", "/link/hostname").status, 404);
    QCOMPARE(m_tracking.file("DELETE", "/link/hostname").status, 404);
  }

  void cutUploadLeavesNothing() {
    QCOMPARE(m_tracking.file("POST", "/", part("/cut.bin", "half"), kMultipart).status, 400);
    QCOMPARE(m_tracking.file("GET", "/cut.bin").status, 404);
    QCOMPARE(m_tracking.file("POST", "/", "--BB--\r\n", kMultipart).body, std::string("[]\n"));
  }

  void uploadLimit() {
    tracking::Settings settings;
    settings.maxUploadBytes = 100;
    TrackingServer small(settings);
    QCOMPARE(small.file("POST", "/", part("/big", std::string(101, 'x')) + "--BB--\r\n", kMultipart).status, 413);
    QCOMPARE(small.file("POST", "/", part("/fits", std::string(100, 'x')) + "--BB--\r\n", kMultipart).status, 200);
  }

  // The same body in pieces of every size gives the same parts.
  void piecesOfAnySize() {
    auto body = "preamble\r\n" + part("/one", "a\r\n--B\r\n-- not the end") + part("/two", "") + "--BB--\r\nepilogue";
    for (std::size_t size = 1; size <= body.size(); ++size) {
      std::string seen;
      tracking::MultipartReader::Sink sink{[&](const std::string& name) -> Result<Done> {
                                             seen += name + "=";
                                             return Done();
                                           },
                                           [&](std::string_view bytes) -> Result<Done> {
                                             seen += bytes;
                                             return Done();
                                           },
                                           [&]() -> Result<Done> {
                                             seen += ";";
                                             return Done();
                                           }};
      tracking::MultipartReader reader("BB", sink);
      for (std::size_t at = 0; at < body.size(); at += size)
        QVERIFY(reader.take(std::string_view(body).substr(at, size)));
      QVERIFY(reader.finish());
      QCOMPARE(seen, std::string("/one=a\r\n--B\r\n-- not the end;/two=;"));
    }
  }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "test_files.moc"
