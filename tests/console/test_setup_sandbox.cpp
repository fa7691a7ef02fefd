// The page "New installation" with its real jobs against the sandbox and the real helm: a production server for a team
// ends healthy. Skipped where there is no helm.
#include "console/setup/setupmodel.h"

#include "console/sandboxrig.h"

using namespace cleardeck;

class TestSetupSandbox : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aServerForATeamEndsHealthy() {
    QTemporaryDir home;
    if (!useHelm(home)) QSKIP("there is no helm");
    SandboxRig rig;
    rig.workspace().setCharts(CLEARDECK_SOURCE "/charts/clearml");
    const PageContext context = rig.context();
    QVERIFY(context.installation);
    SetupModel page(context);
    page.setWay(SetupModel::Production);
    page.setShown(true);
    auto* form = page.production();
    form->setExposure(ProductionForm::PortForward);
    form->setText(SetupForm::Namespace, QStringLiteral("team"));
    form->setText(SetupForm::Release, QStringLiteral("team"));
    form->setText(SetupForm::FileserverSize, QStringLiteral("21Gi"));
    form->addUser(QStringLiteral("jane=Jane Doe"), QStringLiteral("first-password"));
    QVERIFY(QTest::qWaitFor([form] { return form->users()->count() == 1 && form->obstacle().isEmpty(); }, 60'000));
    form->install();
    QVERIFY(QTest::qWaitFor([form] { return form->state() != SetupForm::Running; }, 120'000));
    QVERIFY2(form->state() == SetupForm::Finished, qPrintable(form->failure() + form->failureHint()));
    QVERIFY(QTest::qWaitFor([&rig] { return rig.workspace().current()->name() == QStringLiteral("team"); }, 20'000));
  }
};

QTEST_GUILESS_MAIN(TestSetupSandbox)
#include "test_setup_sandbox.moc"
