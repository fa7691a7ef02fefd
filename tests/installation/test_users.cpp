// Fixed users and the watchdog: where they are kept, changes of the file, what is refused; the values that say so.
#include "base/hocon.h"
#include "base/text.h"
#include "clearml/user_keys.h"
#include "installation/fixed_users.h"
#include "installation/users.h"
#include "installation/watchdog.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

const char* twoUsers =
    "{\"auth\": {\"cookies\": {\"secure\": true}, \"fixed_users\": {\"enabled\": true, \"pass_hashed\": true,\n"
    "  \"users\": [{\"username\": \"jane\", \"password\": \"aGFzaA==\", \"name\": \"Jane Doe\", \"note\": 1},\n"
    "            {\"username\": \"john\", \"password\": \"aGFzaDI=\", \"name\": \"John\"}]}}, \"zeta\": 1, \"alpha\": "
    "2}";
const char* handWritten =
    "# by hand\n"
    "auth {\n"
    "  fixed_users { enabled: true, pass_hashed = false  // plain\n"
    "    users: [\n"
    "      { username: \"jane\", password: \"a-long-password\", name: \"Jane Doe\" }\n"
    "      { username: joe, password: 12345, name: Joe D }\n"
    "    ]\n"
    "  }\n"
    "  cookies.secure = true\n"
    "}\n"
    "";

UserChange change(UserChange::Kind kind, const char* login, const char* name = "", const char* hash = "") {
  return UserChange(kind, login, name, hash);
}

QString refusal(const Result<std::string>& result) {
  return result ? QStringLiteral("no error") : QString::fromStdString(result.error().text());
}

std::string homesOf(const char* yaml, Flavour flavour) {
  std::string all;
  for (const auto& home : usersHomes(*yaml::parse(yaml), flavour))
    all += std::to_string(int(home.place)) + " " + home.valuesPath + " " + home.object + ";";
  return all;
}

helm::ValuesSession sessionOf(const char* defaults, const char* overrides) {
  helm::ValuesBase base;
  base.release.defaults = *yaml::parse(defaults);
  base.release.userValues = *yaml::parse(overrides);
  base.overridesText = overrides;
  auto session = helm::ValuesSession::create(std::move(base));
  if (!session) qFatal("%s", session.error().text().c_str());
  return std::move(*session);
}

}  // namespace

class TestUsers : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void generatedPasswordsDiffer() {
    const auto first = generatePassword(), second = generatePassword();
    QCOMPARE(first.size(), std::size_t(20));
    QVERIFY(first != second);
    QVERIFY(first.find_first_of("lIO01") == std::string::npos);
  }

  void hoconIsRead() {
    const auto tree = readHocon(handWritten);
    QVERIFY2(tree, tree ? "" : tree.error().text().c_str());
    const auto& fixed = (*tree)["auth"]["fixed_users"];
    QCOMPARE(fixed["users"][1]["name"].get<std::string>(), std::string("Joe D"));
    QCOMPARE(fixed["users"][1]["password"].get<int>(), 12345);
    QVERIFY(fixed["pass_hashed"] == false);
    QVERIFY((*tree)["auth"]["cookies"]["secure"] == true);
  }

  void usersAreRead() {
    const auto file = readUsersFile(twoUsers);
    QVERIFY(file && file->present && file->enabled && file->hashed && file->json);
    QCOMPARE(file->users.size(), std::size_t(2));
    QCOMPARE(file->users[0].name, std::string("Jane Doe"));
    const auto hand = readUsersFile(handWritten);
    QVERIFY(hand && !hand->hashed && !hand->json);
    QCOMPARE(hand->users[1].username, std::string("joe"));
    const auto none = readUsersFile("{}");
    QVERIFY(none && !none->present);
  }

  void brokenFiles_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"not: [closed", "{\"auth\": {\"fixed_users\": []}}", "{\"auth\": {\"fixed_users\": {\"users\": {}}}}",
          "{\"auth\": {\"fixed_users\": {\"enabled\": \"maybe\"}}}", "{\"auth\": {\"fixed_users\": {\"users\": [{}]}}}",
          "{\"auth\": {\"fixed_users\": {\"users\": [\"jane\"]}}}",
          "{\"auth\": {\"fixed_users\": {\"users\": [{\"username\": \"a\", \"password\": \"b\"}, {\"username\": \"a\", "
          "\"password\": \"c\"}]}}}"})
      QTest::newRow(text) << QString::fromUtf8(text);
  }
  void brokenFiles() {
    QFETCH(QString, text);
    const auto file = readUsersFile(text.toStdString());
    QVERIFY(!file && file.error().kind == ErrorKind::Invalid && !file.error().hint.empty());
    const auto changed = changedUsersFile(text.toStdString(), change(UserChange::Add, "x", "X", "aGFzaA=="), true);
    QVERIFY(!changed);  // never overwritten
  }

  void changesKeepTheRest() {
    const auto added = changedUsersFile(twoUsers, change(UserChange::Add, "ann", "Ann", "aGFzaDM="), false);
    QVERIFY2(added, qPrintable(refusal(added)));
    auto tree = nlohmann::ordered_json::parse(*added), before = nlohmann::ordered_json::parse(twoUsers);
    QCOMPARE(tree.begin().key(), std::string("auth"));
    QVERIFY(tree["auth"]["fixed_users"]["users"][0] == before["auth"]["fixed_users"]["users"][0]);
    QCOMPARE(tree["auth"]["fixed_users"]["users"].size(), std::size_t(3));
    tree["auth"]["fixed_users"]["users"].erase(2);
    QCOMPARE(tree.dump(), before.dump());  // also the order of what nobody touched
    const auto renamed = changedUsersFile(twoUsers, change(UserChange::Rename, "john", "Sir John"), false);
    QCOMPARE(readUsersFile(*renamed)->users[1].name, std::string("Sir John"));
    const auto reset = changedUsersFile(twoUsers, change(UserChange::Reset, "john", "", "bmV3"), false);
    QCOMPARE(readUsersFile(*reset)->users[1].passwordHash, std::string("bmV3"));
    const auto removed = changedUsersFile(twoUsers, change(UserChange::Remove, "jane"), false);
    QCOMPARE(readUsersFile(*removed)->users.front().username, std::string("john"));
  }

  void refusedChanges() {
    QVERIFY(refusal(changedUsersFile(twoUsers, change(UserChange::Add, "jane", "J", "x"), false)).contains(u"already"));
    QVERIFY(refusal(changedUsersFile(twoUsers, change(UserChange::Rename, "bob", "B"), false)).contains(u"no user"));
    QVERIFY(refusal(changedUsersFile(twoUsers, change(UserChange::Reset, "jane"), false)).contains(u"no password"));
    QVERIFY(refusal(changedUsersFile(twoUsers, change(UserChange::Add, "a b", "J", "x"), false)).contains(u"letters"));
    QVERIFY(refusal(changedUsersFile(twoUsers, change(UserChange::Add, "a", "\x02", "x"), false)).contains(u"control"));
    const auto one = changedUsersFile(twoUsers, change(UserChange::Remove, "jane"), false);
    QVERIFY(refusal(changedUsersFile(*one, change(UserChange::Remove, "john"), false)).contains(u"last user"));
    const auto off = text::replaceAll(twoUsers, "\"enabled\": true", "\"enabled\": false");
    QVERIFY(refusal(changedUsersFile(off, change(UserChange::Rename, "jane", "J"), false)).contains(u"are off"));
    QVERIFY(refusal(changedUsersFile(handWritten, change(UserChange::Rename, "jane", "J"), false)).contains(u"HOCON"));
  }

  void plainPasswordsAreHashedOnTheWay() {
    const auto changed = changedUsersFile(handWritten, change(UserChange::Rename, "jane", "Jane D."), true);
    QVERIFY2(changed, qPrintable(refusal(changed)));
    const auto file = readUsersFile(*changed);
    QVERIFY(file && file->hashed && file->json && file->enabled);
    QVERIFY(passwordFits("a-long-password", file->users[0].passwordHash));
    QVERIFY(passwordFits("12345", file->users[1].passwordHash));
    QVERIFY(changed->find("a-long-password") == std::string::npos);
    QVERIFY((*readHocon(*changed))["auth"]["cookies"]["secure"] == true);
    // One that cannot be hashed stops it, unless it is the one that is replaced.
    const auto longOne = text::replaceAll(handWritten, "a-long-password", std::string(80, 'x'));
    QVERIFY(refusal(changedUsersFile(longOne, change(UserChange::Rename, "joe", "J"), true)).contains(u"Reset"));
    const auto hash = hashPassword("new");
    QVERIFY(changedUsersFile(longOne, UserChange(UserChange::Reset, "jane", "", *hash), true));
    QVERIFY(changedUsersFile(longOne, change(UserChange::Remove, "jane"), true));
  }

  void passwords() {
    QVERIFY(!hashPassword(""));
    QVERIFY(!hashPassword(std::string(73, 'x')));
    QVERIFY(!hashPassword(std::string("a\0b", 3)));
    const auto hash = hashPassword("täst pass");
    QVERIFY(hash && passwordFits("täst pass", *hash) && !passwordFits("tast pass", *hash));
    QVERIFY(!judgeLogin("") && !judgeLogin(std::string(65, 'a')) && !judgeLogin("ä") && judgeLogin("a.b@c_d-1"));
    QVERIFY(!judgeDisplayName("") && !judgeDisplayName(std::string(129, 'a')) && judgeDisplayName("Ä B"));
  }

  void homes() {
    const auto ours = Flavour::ClearDeck, upstream = Flavour::Upstream;
    QCOMPARE(homesOf("{}", ours), std::string());
    QCOMPARE(homesOf("fixedUsers: {enabled: true, existingSecret: s}", ours),
             std::string("1 fixedUsers.existingSecret s;"));
    QCOMPARE(homesOf("fixedUsers: {enabled: false, existingSecret: s}", ours), std::string());
    QCOMPARE(homesOf("fixedUsers: {enabled: true, existingSecret: s}", upstream), std::string());
    QCOMPARE(homesOf("fixedUsers: {enabled: true, users: [{username: a, password: b}]}", ours),
             std::string("2 fixedUsers.users ;"));
    QCOMPARE(
        homesOf("apiserver: {existingAdditionalConfigsSecret: x, additionalConfigs: {apiserver.conf: a}}", upstream),
        std::string("1 apiserver.existingAdditionalConfigsSecret x;"));
    QCOMPARE(
        homesOf("apiserver: {existingAdditionalConfigsConfigMap: m, existingAdditionalConfigsSecret: x}", upstream),
        std::string("3 apiserver.existingAdditionalConfigsConfigMap m;"));
    const auto inValues = usersHomes(*yaml::parse("fixedUsers: {enabled: true, passHashed: true, users: [{username: a, "
                                                  "password: b, name: A}]}"),
                                     ours);
    const auto file = readUsersFile(inValues.front().text);
    QVERIFY(file && file->present && file->hashed && file->users.front().name == "A");
  }

  void idsAreThoseOfTheServer() {
    // python3: hashlib.md5(b"d1bd92a3b039400cbafc60a7a5b1e52b:jane").hexdigest()
    QCOMPARE(clearml::fixedUserId(clearml::defaultCompany, "jane"), std::string("3cd2831cdf07aede577ec69d4671c92c"));
  }

  void watchdogOfOurChart() {
    const auto in = watchdogIn(*yaml::parse("watchdog: {enabled: true, thresholdSec: 21000, watchIntervalSec: 60}"),
                               Flavour::ClearDeck);
    QVERIFY(in && in->settings.thresholdSeconds == 21000 && in->settings.intervalSeconds == 60);
    QCOMPARE(in->thresholdFrom, std::string("watchdog.thresholdSec"));
    QCOMPARE(in->unsure, std::string());
  }

  void whoDecidesAboutTheWatchdog() {
    const auto in = watchdogIn(
        *yaml::parse(
            "\n"
            "watchdog: {enabled: true, thresholdSec: 7200, watchIntervalSec: 900}\n"
            "apiserver:\n"
            "  existingAdditionalConfigsSecret: extra\n"
            "  additionalConfigs:\n"
            "    services.conf: |\n"
            "      tasks { non_responsive_tasks_watchdog { enabled: false, threshold_sec: 100 } }\n"
            "  extraEnvs:\n"
            "    - {name: CLEARML__services__tasks__non_responsive_tasks_watchdog__threshold_sec, value: \"300\"}\n"
            ""),
        Flavour::ClearDeck);
    QVERIFY(in && !in->settings.enabled && in->settings.thresholdSeconds == 300);
    QCOMPARE(in->enabledFrom, std::string("apiserver.additionalConfigs"));
    QCOMPARE(in->thresholdFrom, std::string("apiserver.extraEnvs[0].value"));
    QVERIFY(!in->unsure.empty());
    const auto upstream = watchdogIn(*yaml::parse("watchdog: {thresholdSec: 1}"), Flavour::Upstream);
    QVERIFY(upstream && upstream->settings == WatchdogSettings() && upstream->thresholdFrom.empty());
    for (const char* bad : {"apiserver: {additionalConfigs: {services.conf: 'a {'}}", "watchdog: {enabled: 3}",
                            "watchdog: {thresholdSec: soon}"})
      QVERIFY2(!watchdogIn(*yaml::parse(bad), Flavour::ClearDeck), bad);
  }

  void watchdogIsSet() {
    auto ours = sessionOf("watchdog: {enabled: true, thresholdSec: 7200, watchIntervalSec: 900}\n", "# mine\na: 1\n");
    WatchdogSettings wanted;
    wanted.thresholdSeconds = 21000;
    const auto done = setWatchdog(ours, Flavour::ClearDeck, wanted);
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    QCOMPARE(ours.text(), std::string("# mine\na: 1\nwatchdog:\n  thresholdSec: 21000\n"));
    auto upstream =
        sessionOf("apiserver: {extraEnvs: []}\n", "apiserver:\n  extraEnvs:\n    - name: A\n      value: b\n");
    wanted.enabled = false;
    QVERIFY(setWatchdog(upstream, Flavour::Upstream, wanted));
    auto now = watchdogIn(upstream.effective(), Flavour::Upstream);
    QVERIFY(now && now->settings == wanted && now->thresholdFrom == "apiserver.extraEnvs[2].value");
    wanted.thresholdSeconds = 60;  // the variable that is there now
    QVERIFY(setWatchdog(upstream, Flavour::Upstream, wanted));
    QCOMPARE(upstream.overrides()["apiserver"]["extraEnvs"].size(), std::size_t(3));
    wanted.thresholdSeconds = 59;
    QVERIFY(!setWatchdog(upstream, Flavour::Upstream, wanted));
  }

  void lengthsOfTime() {
    QCOMPARE(*secondsFromText("7200"), 7200);
    QCOMPARE(*secondsFromText(" 90m "), 5400);
    QCOMPARE(*secondsFromText("1h30m"), 5400);
    QCOMPARE(*secondsFromText("1 d 2 h"), 93600);
    for (const char* bad : {"", "h", "2 x", "-5", "1h30", "99999999999999999999"}) QVERIFY2(!secondsFromText(bad), bad);
    QCOMPARE(durationText(5400), std::string("1 h 30 min"));
    QCOMPARE(durationText(0), std::string("0 s"));
    QCOMPARE(*secondsFromText(durationText(93661)), 93661);
  }

  void silentTasks() {
    const auto now = std::chrono::system_clock::now();
    std::vector<clearml::TaskRow> rows(3);
    for (auto& row : rows) row.status = clearml::TaskStatus::InProgress;
    rows[0].lastUpdate = now - std::chrono::seconds(100);
    rows[1].lastUpdate = now - std::chrono::seconds(500);
    rows[2].lastUpdate = now - std::chrono::seconds(900);
    rows[2].status = clearml::TaskStatus::Completed;
    QCOMPARE(wouldStop(rows, 50, now).size(), std::size_t(2));
    QVERIFY(wouldStop(rows, 50, now).front().lastUpdate == rows[1].lastUpdate);
    QCOMPARE(wouldStop(rows, 100, now).size(), std::size_t(1));
    QCOMPARE(wouldStop(rows, 500, now).size(), std::size_t(0));
    clearml::TaskQuery query;
    query.everything = true;
    QVERIFY(!clearml::toJson(query).contains("system_tags") && clearml::toJson(query)["search_hidden"] == true);
  }
};

QTEST_APPLESS_MAIN(TestUsers)
#include "test_users.moc"
