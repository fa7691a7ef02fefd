// Who may call: fixed users, passwords, roles, impersonation, credentials; and the watchdog.
#include "tracking/client.h"
#include "tracking/store.h"
#include "tracking/values.h"

#include "base/password.h"
#include "base/text.h"

#include <QtTest>

using namespace cleardeck::test;
using cleardeck::text::toBase64;
using namespace cleardeck::tracking;

namespace {

std::string basicLine(const std::string& name, const std::string& secret) {
  return "Authorization: Basic " + toBase64(name + ":" + secret);
}

Answer signIn(TrackingServer& server, const std::string& name, const std::string& secret) {
  return http("POST", server.server().apiUrl() + "/auth.login", "{}", {basicLine(name, secret)});
}

Answer callAs(TrackingServer& server, const std::string& endpoint, const Json& args, HeaderLines headers) {
  headers.push_back("Content-Type: application/json");
  return http("POST", server.server().apiUrl() + "/v2.34/" + endpoint, args.dump(), headers);
}

FixedUsers twoUsers() {
  FixedUsers users;
  users.enabled = true;
  users.users = {{"jane", "secret 1", "Jane Doe"}, {"joe", "secret 2", "Joe"}};
  return users;
}

}  // namespace

class TestAccess : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void configurationOfFixedUsers() {
    auto users = fixedUsersFromText(R"(auth { fixed_users { enabled: true, pass_hashed: false
      users: [ { username: "jane", password: 123456, name: "Jane Doe" }, { username: joe, password: p } ]
      guest { enabled: true } } })");
    QVERIFY(users && users->enabled && !users->hashed && users->guest);
    QCOMPARE(users->users.size(), std::size_t(2));
    QCOMPARE(users->users[0].password, std::string("123456"));
    QCOMPARE(users->users[1].name, std::string("joe"));
    auto json = fixedUsersFromText(R"({"auth":{"fixed_users":{"enabled":true,"pass_hashed":true,"users":[]}}})");
    QVERIFY(json && json->hashed);
    QVERIFY(!fixedUsersFromText("version { required: false }")->enabled);
    QVERIFY(!fixedUsersFromText(R"({"users":[{"username":"a","password":"1"},{"username":"a","password":"2"}]})"));
    QVERIFY(!fixedUsersFromText(R"({"users":[{"username":"a"}]})"));
    QVERIFY(!fixedUsersFromText("{\"users\":"));
    QCOMPARE(fixedUserId("fixed"), cleardeck::tracking::md5("d1bd92a3b039400cbafc60a7a5b1e52b:fixed"));
  }

  void passwords() {
    Settings settings;
    settings.fixedUsers = twoUsers();
    TrackingServer server(settings);
    auto modes = http("GET", server.server().apiUrl() + "/login.supported_modes").json()["data"];
    QCOMPARE(modes["basic"]["enabled"], Json(true));
    QCOMPARE(signIn(server, "jane", "secret 1").status, 200);
    QCOMPARE(signIn(server, "nobody", "secret 1").subcode(), 22);
    auto wrong = signIn(server, "jane", "secret 2");
    QCOMPARE(wrong.status, 401);
    QCOMPARE(wrong.message(), std::string("Unauthorized (invalid credentials) (bad username or password)"));
    auto me = callAs(server, "users.get_current_user", Json::object(), {basicLine("jane", "secret 1")}).json()["data"];
    QCOMPARE(me["user"]["id"], Json(fixedUserId("jane")));
    QCOMPARE(me["user"]["family_name"], Json("Doe"));
    QCOMPARE(me["user"]["role"], Json("user"));
    QCOMPARE(signIn(server, server.server().accessKey(), server.server().secretKey()).status, 200);
  }

  void hashedPasswords() {
    FixedUsers users;
    users.enabled = users.hashed = true;
    users.users = {{"jane", *cleardeck::hashPassword("secret"), "Jane"}};
    Settings settings;
    settings.fixedUsers = users;
    TrackingServer server(settings);
    for (int i = 0; i < 3; ++i) {
      QCOMPARE(signIn(server, "jane", "secret").status, 200);
      QCOMPARE(signIn(server, "jane", "Secret").status, 401);
    }
    QCOMPARE(signIn(server, "jane", users.users[0].password).status, 401);
  }

  // Who leaves the list loses the keys; who comes back is the same user.
  void usersChangeWhileRunning() {
    TrackingServer server;
    QCOMPARE(signIn(server, "jane", "secret 1").status, 401);
    QVERIFY(server.server().setFixedUsers(twoUsers()));
    auto token = signIn(server, "jane", "secret 1").json()["data"]["token"].get<std::string>();
    HeaderLines bearer{"Authorization: Bearer " + token};
    auto key = callAs(server, "auth.create_credentials", {{"label", "x"}}, bearer).json()["data"]["credentials"];
    QCOMPARE(signIn(server, key["access_key"], key["secret_key"]).status, 200);
    auto listed = callAs(server, "auth.get_credentials", Json::object(), bearer).json()["data"]["credentials"][0];
    QVERIFY(listed["label"] == "x" && listed.contains("last_used") && !listed.contains("secret_key"));
    auto fewer = twoUsers();
    fewer.users.erase(fewer.users.begin());
    QVERIFY(server.server().setFixedUsers(fewer));
    QCOMPARE(signIn(server, "jane", "secret 1").status, 401);
    QCOMPARE(signIn(server, key["access_key"], key["secret_key"]).status, 401);
    QCOMPARE(signIn(server, "joe", "secret 2").status, 200);
    auto again = twoUsers();
    again.users[0].name = "Jane Roe";
    QVERIFY(server.server().setFixedUsers(again));
    auto me = callAs(server, "users.get_current_user", Json::object(), {basicLine("jane", "secret 1")}).json()["data"];
    QCOMPARE(me["user"]["name"], Json("Jane Roe"));
    QCOMPARE(me["user"]["id"], Json(fixedUserId("jane")));
    QVERIFY(server.server().setFixedUsers({}));
    QCOMPARE(signIn(server, "joe", "secret 2").status, 401);
  }

  void guestsOnlyRead() {
    Settings settings;
    settings.fixedUsers = twoUsers();
    settings.fixedUsers.guest = FixedUser{"guest", "guest", "Guest"};
    TrackingServer server(settings);
    auto modes = http("GET", server.server().apiUrl() + "/login.supported_modes").json()["data"];
    QCOMPARE(modes["basic"]["guest"]["username"], Json("guest"));
    QCOMPARE(callAs(server, "tasks.get_all", Json::object(), {basicLine("guest", "guest")}).status, 401);
    HeaderLines bearer{"Authorization: Bearer " +
                       signIn(server, "guest", "guest").json()["data"]["token"].get<std::string>()};
    QCOMPARE(callAs(server, "tasks.get_all", Json::object(), bearer).status, 200);
    QCOMPARE(callAs(server, "projects.create", {{"name", "Not mine"}}, bearer).status, 403);
  }

  void logoutRevokes() {
    TrackingServer server;
    HeaderLines bearer{"Authorization: Bearer " + server.token()};
    QCOMPARE(callAs(server, "login.logout", Json::object(), bearer).status, 200);
    auto refused = callAs(server, "users.get_current_user", Json::object(), bearer);
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.subcode(), 30);
    QCOMPARE(refused.message(), std::string("Invalid token (revoked token)"));
  }

  void rolesAndImpersonation() {
    Settings settings;
    settings.accessRole = "root";
    TrackingServer server(settings);
    auto user =
        server.call("auth.create_user", {{"name", "Other"}, {"company", kCompany}, {"email", "o@example.com"}})["id"]
            .get<std::string>();
    auto me = [&](HeaderLines headers) {
      headers.push_back(server.basic());
      return callAs(server, "users.get_current_user", Json::object(), headers).json()["data"]["user"];
    };
    QCOMPARE(me({"X-Clearml-Impersonate-As: " + user})["id"], Json(user));
    QCOMPARE(me({"X-Clearml-Impersonate-As: " + user})["role"], Json("user"));
    QCOMPARE(me({"X-Clearml-Act-As: " + user})["role"], Json("root"));
    QCOMPARE(callAs(server, "server.endpoints", Json::object(), {server.basic(), "X-Clearml-Impersonate-As: " + user})
                 .status,
             403);
    QCOMPARE(
        callAs(server, "tasks.get_all", Json::object(), {server.basic(), "X-Clearml-Impersonate-As: nobody"}).subcode(),
        6);
    auto token = server.call("auth.get_token_for_user", {{"user", user}})["token"].get<std::string>();
    QCOMPARE(server.call("auth.validate_token", {{"token", token}})["user"], Json(user));
    QCOMPARE(server.call("auth.validate_token", {{"token", "x.y.z"}})["valid"], Json(false));
    QCOMPARE(server.post("/v2.34/auth.create_user", R"({"name":"n","company":"c","email":"bad"})").subcode(), 22);
    QCOMPARE(server.post("/v2.34/auth.create_user", R"({"name":"n","company":"c","email":"o@example.com"})").subcode(),
             801);
    TrackingServer plain;
    QCOMPARE(plain.post("/v2.34/auth.create_user", R"({"name":"n","company":"c","email":"a@b.co"})").message(),
             std::string("Forbidden (not allowed for role): role=user, allowed=(system, root)"));
  }

  void watchdogStopsTheSilent() {
    TrackingServer server;
    auto silent = server.runningTask("silent");
    auto draft = server.call("tasks.create", {{"name", "draft"}, {"type", "training"}})["id"].get<std::string>();
    auto look = [&](std::int64_t now) {
      std::size_t stopped = 0;
      auto done = server.server().store().writeNow([&](Database& database) {
        stopped = stopSilentTasks(database, now, std::chrono::seconds(7200));
        return Outcome();
      });
      return done ? stopped : std::size_t(999);
    };
    QCOMPARE(look(nowMs() + 7000'000), std::size_t(0));
    QCOMPARE(look(nowMs() - 7000'000), std::size_t(0));  // the clock went back
    QCOMPARE(look(nowMs() + 7300'000), std::size_t(1));
    auto task = server.call("tasks.get_by_id", {{"task", silent}})["task"];
    QCOMPARE(task["status"], Json("stopped"));
    QCOMPARE(task["status_reason"], Json("Forced stop (non-responsive)"));
    QCOMPARE(task["status_message"], Json("Forced stop (non-responsive)"));
    QCOMPARE(task["last_changed_by"], Json("__apiserver__"));
    QCOMPARE(server.call("tasks.get_by_id", {{"task", draft}})["task"]["status"], Json("created"));
  }

  void watchdogOfARunningServer_data() {
    QTest::addColumn<bool>("enabled");
    QTest::newRow("on") << true;
    QTest::newRow("off") << false;
  }
  void watchdogOfARunningServer() {
    QFETCH(bool, enabled);
    std::atomic<int> looks = 0;
    Settings settings;
    settings.watchdog.enabled = enabled;
    settings.watchdog.interval = std::chrono::seconds(1);
    settings.clock = [&looks] {
      ++looks;
      return nowMs() + 3 * 3600'000;
    };
    TrackingServer server(settings);
    auto id = server.runningTask("silent");
    if (enabled) QTRY_VERIFY(looks > 0);
    if (!enabled) QTest::qWait(1500);
    auto status = [&] { return server.call("tasks.get_by_id", {{"task", id}})["task"]["status"]; };
    QTRY_COMPARE(status(), Json(enabled ? "stopped" : "in_progress"));
    QCOMPARE(looks > 0, enabled);
  }
};

QTEST_APPLESS_MAIN(TestAccess)
#include "test_access.moc"
