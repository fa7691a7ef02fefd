// The Users page's own model against the sandbox with the real helm: the first user switches fixed users on and logs
// in, a reset locks the old password out, and who is removed is locked out. Skipped where there is no helm.
#include "console/users/usersmodel.h"

#include "console/sandboxrig.h"
#include "tracking/client.h"

#include "base/text.h"

using namespace cleardeck;

class TestUsersSandbox : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aUserOfThePageLogsIn() {
    QTemporaryDir home;
    if (!useHelm(home)) QSKIP("there is no helm");
    SandboxRig rig;
    rig.workspace().setCharts(CLEARDECK_SOURCE "/charts/clearml");
    const PageContext context = rig.context();
    QVERIFY(context.installation);
    const auto healthy = [&] { return context.installation->value().health.word == installation::HealthWord::Healthy; };
    QVERIFY(QTest::qWaitFor(healthy, 60'000));
    UsersModel page(context);
    page.setShown(true);
    QVERIFY(QTest::qWaitFor([&] { return page.state() >= UsersModel::Ready; }, 60'000));
    QVERIFY2(page.isOff(), qPrintable(page.problem()));
    const auto carryOut = [&page](UsersModel::Action action, const char* login, const char* name,
                                  const char* password) {
      page.carryOut(action, QString::fromLatin1(login), QString::fromLatin1(name), QString::fromLatin1(password));
      return QTest::qWaitFor([&] { return page.busy().isEmpty(); }, 120'000);
    };
    const auto login = [&rig](const std::string& name, const std::string& password) {
      const auto basic = "Authorization: Basic " + text::toBase64(name + ":" + password);
      return test::http("POST", rig.host().tracking().apiUrl() + "/auth.login", "{}", {basic}).status;
    };

    QVERIFY(carryOut(UsersModel::Add, "jane", "Jane Doe", "first-password"));
    QVERIFY2(!page.isOff() && page.users()->count() == 1, qPrintable(page.problem()));
    QVERIFY2(page.users()->facts().first().link.contains(QStringLiteral("proved by login")),
             qPrintable(page.users()->facts().first().link));
    QCOMPARE(login("jane", "first-password"), 200);

    QVERIFY(carryOut(UsersModel::Add, "joe", "Joe", "second-password"));
    QCOMPARE(login("joe", "second-password"), 200);
    QVERIFY(carryOut(UsersModel::Reset, "jane", "", "third-password"));
    QCOMPARE(login("jane", "third-password"), 200);
    QCOMPARE(login("jane", "first-password"), 401);
    QVERIFY(carryOut(UsersModel::Remove, "joe", "", ""));
    QCOMPARE(page.users()->count(), 1);
    QCOMPARE(login("joe", "second-password"), 401);
  }
};

QTEST_GUILESS_MAIN(TestUsersSandbox)
#include "test_users_sandbox.moc"
