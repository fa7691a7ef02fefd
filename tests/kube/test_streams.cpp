// The decoders: every way to cut the bytes gives the same result, and rubbish ends as an error.
#include "kube/calls.h"
#include "kube/logs.h"
#include "kube/pod.h"
#include "kube/watch_stream.h"

#include <QTest>
#include <random>

using namespace cleardeck;

namespace {

std::string item(int number) {
  return "{\"metadata\":{\"uid\":\"u" + std::to_string(number) + "\",\"name\":\"a \\\"quoted\\\\\\\" ]}[{ name " +
         std::to_string(number) + "\",\"annotations\":{\"items\":[1,[2],{\"items\":[]}]}}}";
}

std::string sample() {
  std::string list =
      "{ \"kind\" : \"List\", \"metadata\":{\"resourceVersion\":\"42\",\"continue\":\"next [page]\",\"odd\":[{}]},\n "
      "\"items\" : [";
  for (int i = 0; i < 5; ++i) list += (i ? " ,\n" : "") + item(i);
  return list + "], \"after\":[\"x\"]}\n";
}

// The uids in the order in which they come, then resourceVersion and continue; "bad" when it is no list.
std::string split(const std::string& text, const std::vector<std::size_t>& cuts) {
  std::string found;
  kube::ItemSplitter splitter([&found](simdjson::ondemand::object object) {
    std::string_view uid;
    if (!object["metadata"]["uid"].get_string().get(uid)) found.append(uid).append(" ");
  });
  std::size_t begin = 0;
  for (auto cut : cuts) {
    if (!splitter.feed(std::string(text.substr(begin, cut - begin)))) return "bad";
    begin = cut;
  }
  if (!splitter.feed(text.substr(begin)) || !splitter.complete()) return "bad";
  return found + splitter.metadata("resourceVersion") + " " + splitter.metadata("continue");
}

}  // namespace

class TestStreams : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyCutOfAList() {
    const auto text = sample();
    const std::string expected = "u0 u1 u2 u3 u4 42 next [page]";
    QCOMPARE(split(text, {}), expected);
    for (std::size_t at = 1; at < text.size(); ++at) QCOMPARE(split(text, {at}), expected);
    std::vector<std::size_t> all;
    for (std::size_t at = 1; at < text.size(); ++at) all.push_back(at);
    QCOMPARE(split(text, all), expected);
    for (std::size_t at = 0; at + 2 < text.size(); at += 7) QCOMPARE(split(text.substr(0, at), {}), std::string("bad"));
  }

  void emptyAndOddLists() {
    QCOMPARE(split("{\"items\":[],\"metadata\":{\"resourceVersion\":\"1\"}}", {}), std::string("1 "));
    QCOMPARE(split("{\"items\":null,\"metadata\":{}}", {}), std::string(" "));
    QCOMPARE(split("}", {}), std::string("bad"));
    QCOMPARE(split("", {}), std::string("bad"));
    QCOMPARE(split("<html></html>", {}), std::string(" "));  // no list: it has no resourceVersion
    QCOMPARE(split("{\"items\":[{\"a\" 1}]}", {}).substr(0, 1), std::string(" "));
  }

  // Bytes changed, removed and doubled at random: no crash, no endless loop.
  void randomDamage() {
    std::mt19937 random(7);
    const auto list = sample();
    int bad = 0;
    for (int round = 0; round < 3000; ++round) {
      auto text = list;
      for (int i = 0; i < 4; ++i) text[random() % text.size()] = char(random());
      text.erase(random() % text.size(), random() % 5);
      bad += split(text, {random() % text.size()}) == "bad";
      kube::LineBuffer lines;
      kube::WatchDecoder decoder;
      lines.append("{\"type\":\"ADDED\",\"object\":" + text + "}\n" + text + "\n");
      while (auto line = lines.next())
        if (auto event = decoder.decode(*line)) {
          kube::Pod pod;
          (void)parse(event->object, pod);
        }
    }
    QVERIFY(bad > 0);
  }

  void everyCutOfAWatch() {
    std::string text;
    for (int i = 0; i < 3; ++i)
      text += "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"" +
              std::to_string(i) + "\"}}}\n";
    for (std::size_t at = 0; at <= text.size(); ++at) {
      kube::LineBuffer lines;
      kube::WatchDecoder decoder;
      std::string versions;
      for (const auto& piece : {text.substr(0, at), text.substr(at)}) {
        lines.append(piece);
        while (auto line = lines.next()) {
          auto event = decoder.decode(*line);
          QVERIFY(event.has_value());
          versions += event->resourceVersion;
        }
      }
      QCOMPARE(versions, std::string("012"));
      QCOMPARE(lines.waiting(), std::size_t(0));
    }
  }

  void watchErrors() {
    kube::LineBuffer lines;
    kube::WatchDecoder decoder;
    lines.append(
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too "
        "old\"}}\n\n{\"secret\":\"s3cret\"}\n");
    auto gone = decoder.decode(*lines.next());
    QVERIFY(!gone && gone.error().kind == ErrorKind::Gone && gone.error().message == "too old");
    QVERIFY(!decoder.decode(*lines.next()));
    auto odd = decoder.decode(*lines.next());
    QVERIFY(!odd && odd.error().text().find("s3cret") == std::string::npos);
  }

  void logLines() {
    auto line = kube::parseLogLine("2026-01-01T00:00:00.123456789Z hello  world\r");
    QCOMPARE(line.time, std::string("2026-01-01T00:00:00.123456789Z"));
    QCOMPARE(line.text, std::string("hello  world"));
    QCOMPARE(kube::parseLogLine("2026-01-01T00:00:00Z").text, std::string());
    QCOMPARE(kube::parseLogLine("unable to retrieve container logs").text,
             std::string("unable to retrieve container logs"));
    QCOMPARE(kube::parseLogLine("").text, std::string());
  }

  void everyCutOfALog() {
    const std::string text = "2026-01-01T00:00:00.1Z a\n\n2026-01-01T00:00:00.2Z b\nlast";
    for (std::size_t at = 0; at <= text.size(); ++at) {
      kube::LogDecoder decoder;
      auto lines = decoder.feed(text.substr(0, at));
      for (auto& line : decoder.feed(text.substr(at))) lines.push_back(line);
      for (auto& line : decoder.finish()) lines.push_back(line);
      QCOMPARE(lines.size(), std::size_t(4));
      QCOMPARE(lines[2].text, std::string("b"));
      QCOMPARE(lines[3].text, std::string("last"));
    }
    kube::LogDecoder decoder;
    for (int i = 0; i < 40; ++i) QVERIFY(decoder.feed(std::string(100000, 'x')).empty());
    QCOMPARE(decoder.feed("\n")[0].text.size(), std::size_t(1u << 20));  // a line without an end is cut, not kept
  }
};

QTEST_APPLESS_MAIN(TestStreams)
#include "test_streams.moc"
