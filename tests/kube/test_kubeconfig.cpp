// Kubeconfig files: merging as client-go does it, every field, and every way in which one can be bad.
#include "base/files.h"
#include "kube/credentials.h"
#include "kube/kubeconfig.h"
#include "kube/proxy.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cleardeck;
using kube::Kubeconfig;

namespace {

constexpr const char* everyFieldText = R"(
clusters:
- name: c
  cluster:
    server: https://a:6443/k8s/clusters/c-1
    tls-server-name: api.test
    insecure-skip-tls-verify: true
    certificate-authority-data: Q0E=
    proxy-url: socks5://proxy:1080
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: x, number: 3, quoted: "3", list: [true]}
users:
- name: u
  user:
    as: alice
    as-uid: "7"
    as-groups: [a, "b,c"]
    as-user-extra: {reason: [x, y]}
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: login
      args: [token, --now]
      env: [{name: A, value: "1"}]
      installHint: Install it
      provideClusterInfo: true
      interactiveMode: Never
contexts: [{name: x, context: {cluster: c, user: u, namespace: team}}]
)";
constexpr const char* extensionJson = R"({"audience":"x","list":[true],"number":3,"quoted":"3"})";
constexpr const char* execInfoJson =
    R"({"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","spec":{"cluster":)"
    R"({"certificate-authority-data":"Q0E=","config":{"audience":"x","list":[true],"number":3,"quoted":"3"},)"
    R"("insecure-skip-tls-verify":true,"proxy-url":"socks5://proxy:1080",)"
    R"("server":"https://a:6443/k8s/clusters/c-1","tls-server-name":"api.test"},"interactive":false}})";

struct Folder {
  QTemporaryDir dir;
  std::filesystem::path write(const char* name, const std::string& text) const {
    auto path = std::filesystem::path(dir.path().toStdString()) / name;
    std::filesystem::create_directories(path.parent_path());
    if (!files::writeAtomically(path, text)) qFatal("cannot write a test file");
    return path;
  }
  std::string path(const char* name) const { return dir.filePath(name).toStdString(); }
};

std::string minimal(const std::string& context, const std::string& server, const std::string& user = "{token: t}") {
  return "current-context: " + context + "\nclusters: [{name: c, cluster: {server: '" + server +
         "'}}]\nusers: [{name: u, user: " + user + "}]\ncontexts: [{name: " + context +
         ", context: {cluster: c, user: u}}]\n";
}

Kubeconfig load(std::vector<std::filesystem::path> files) { return kube::loadKubeconfig(files); }

std::string problem(const Kubeconfig& config, const char* context) {
  auto found = kube::findContext(config, context);
  return found ? "none" : found.error().text();
}

}  // namespace

class TestKubeconfig : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theFirstFileWins() {
    Folder f;
    auto a = f.write("a", minimal("one", "https://a"));
    auto b = f.write("b", minimal("two", "https://b") + "  # and another\n");
    auto config = load({a, b});
    QCOMPARE(config.contexts.size(), std::size_t(2));
    QCOMPARE(config.currentContext, std::string("one"));
    QCOMPARE(config.contexts[1].cluster.server, std::string("https://a"));  // the cluster "c" of the first file
    QCOMPARE(config.notices.size(), std::size_t(2));                        // cluster c and user u
    QVERIFY(config.notices[0].find(b.string()) != std::string::npos);
    QVERIFY(config.errors.empty());
  }

  void sameContextInTwoFiles() {
    Folder f;
    auto config = load({f.write("a", minimal("one", "https://a")), f.write("b", minimal("one", "https://b"))});
    QCOMPARE(config.contexts.size(), std::size_t(1));
    QCOMPARE(config.contexts[0].cluster.server, std::string("https://a"));
    QCOMPARE(config.notices.size(), std::size_t(3));
  }

  void brokenFilesHideNothing() {
    Folder f;
    auto good = f.write("good", minimal("one", "https://a"));
    auto tabs = f.write("tabs", "contexts:\n\t- name: x\n");
    auto list = f.write("list", "[1, 2]");
    auto folder = std::filesystem::path(f.dir.path().toStdString());  // reading a folder fails
    auto twice = f.write("twice", "users: [{name: u, user: {token: x}}, {name: u, user: {token: y}}]");
    auto config = load({folder / "absent", tabs, list, folder, twice, good, f.write("empty", "")});
    QCOMPARE(config.contexts.size(), std::size_t(1));
    QCOMPARE(problem(config, "one"), std::string("none"));
    QCOMPARE(config.errors.size(), std::size_t(4));
    QVERIFY(config.errors[0].message.find(tabs.string() + ":2") != std::string::npos);
    QVERIFY(config.errors[3].message.find("“u” is used twice") != std::string::npos);
    for (const auto& error : config.errors) QVERIFY(!error.message.empty());
  }

  void absentFile() {
    auto config = load({"/nonexistent/kubeconfig"});
    QCOMPARE(config.errors.size(), std::size_t(1));
    QCOMPARE(config.errors[0].kind, ErrorKind::NotFound);
    QVERIFY(!config.errors[0].hint.empty());
    QCOMPARE(problem(config, ""), config.errors[0].text());
  }

  void relativePathsBelongToTheirFile() {
    Folder f;
    auto path = f.write("sub/config",
                        "clusters: [{name: c, cluster: {server: 'https://a', certificate-authority: ca.crt}}]\n"
                        "users: [{name: u, user: {client-certificate: ../u.crt, client-key: /abs/u.key, "
                        "tokenFile: tok}}, {name: e, user: {exec: {apiVersion: client.authentication.k8s.io/v1, "
                        "command: ./plugin, args: [./kept]}}}, {name: p, user: {exec: {apiVersion: "
                        "client.authentication.k8s.io/v1, command: plugin}}}]\n"
                        "contexts: [{name: x, context: {cluster: c, user: u}}, {name: y, context: {cluster: c, user: "
                        "e}}, {name: z, context: {cluster: c, user: p}}]");
    auto config = load({path});
    QCOMPARE(config.contexts[0].cluster.caFile, f.path("sub/ca.crt"));
    QCOMPARE(config.contexts[0].user.certificateFile, f.path("u.crt"));
    QCOMPARE(config.contexts[0].user.keyFile, std::string("/abs/u.key"));
    QCOMPARE(config.contexts[0].user.tokenFile, f.path("sub/tok"));
    QCOMPARE(config.contexts[1].user.exec->command, f.path("sub/plugin"));
    QCOMPARE(config.contexts[1].user.exec->args[0], std::string("./kept"));
    QCOMPARE(config.contexts[2].user.exec->command, std::string("plugin"));
  }

  void everyField() {
    Folder f;
    auto config = load({f.write("config", everyFieldText)});
    QCOMPARE(problem(config, "x"), std::string("none"));
    const auto& context = config.contexts[0];
    QCOMPARE(context.ns, std::string("team"));
    QCOMPARE(context.cluster.caData, std::string("CA"));
    QCOMPARE(context.cluster.execConfigJson, std::string(extensionJson));
    QCOMPARE(kube::execInfo(context, "CA"), std::string(execInfoJson));
    std::vector<std::string> lines;
    for (const auto& header : kube::impersonation(context.user)) lines.push_back(header.name + ": " + header.value);
    const std::vector<std::string> expected = {"Impersonate-User: alice",     "Impersonate-Uid: 7",
                                               "Impersonate-Group: a",        "Impersonate-Group: b,c",
                                               "Impersonate-Extra-reason: x", "Impersonate-Extra-reason: y"};
    QCOMPARE(lines, expected);
    auto identity = kube::identityOf(context);
    QVERIFY(identity.has_value());
    QCOMPARE(identity->caPem, std::string("CA"));
    QCOMPARE(identity->proxyUrl, std::string("socks5://proxy:1080"));
    QVERIFY(identity->insecure);
  }

  void problems_data() {
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("expected");
    QTest::newRow("certificate without key") << "{client-certificate: a}"
                                             << "certificate without its key";
    QTest::newRow("key without certificate") << "{client-key-data: YQ==}"
                                             << "key without its certificate";
    QTest::newRow("token and basic") << "{token: a, username: b, password: c}"
                                     << "both a token and a user name";
    QTest::newRow("groups without as") << "{as-groups: [a]}"
                                       << "without as";
    QTest::newRow("auth-provider") << "{auth-provider: {name: gcp}}"
                                   << "gke-gcloud-auth-plugin";
    QTest::newRow("old exec") << "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws}}"
                              << "client.authentication.k8s.io/v1 there";
    QTest::newRow("no command") << "{exec: {apiVersion: client.authentication.k8s.io/v1}}"
                                << "has no command";
    QTest::newRow("not base64") << "{client-key-data: '!!'}"
                                << "client-key-data is not base64";
    QTest::newRow("a text for a user") << "nothing"
                                       << "none";
  }
  void problems() {
    QFETCH(QString, user);
    QFETCH(QString, expected);
    Folder f;
    auto config = load({f.write("config", minimal("x", "https://a", user.toStdString()))});
    QCOMPARE(config.contexts.size(), std::size_t(1));
    auto text = QString::fromStdString(problem(config, "x"));
    QVERIFY2(text.contains(expected), qPrintable(text));
  }

  void unknownNames() {
    Folder f;
    auto config =
        load({f.write("config",
                      "contexts: [{name: a, context: {cluster: none, user: u}}, {name: b, context: {cluster: c, user: "
                      "none}}, {name: c, context: {}}, {name: d, context: {cluster: c}}]\n"
                      "clusters: [{name: c, cluster: {server: 'https://a'}}]")});
    QVERIFY(problem(config, "a").find("no cluster “none”") != std::string::npos);
    QVERIFY(problem(config, "b").find("no user “none”") != std::string::npos);
    QVERIFY(problem(config, "c").find("names no cluster") != std::string::npos);
    QCOMPARE(problem(config, "d"), std::string("none"));
    QVERIFY(problem(config, "e").find("Choose one of: a, b, c, d") != std::string::npos);
    QVERIFY(problem(config, "").find("no current context") != std::string::npos);
  }

  void fileList() {
    qputenv("KUBECONFIG", "/a::/b:/a");
    const std::vector<std::filesystem::path> two = {"/a", "/b"};
    QVERIFY(kube::kubeconfigFiles("") == two);
    QVERIFY(kube::kubeconfigFiles("/x") == std::vector<std::filesystem::path>(1, "/x"));
    qunsetenv("KUBECONFIG");
    qputenv("HOME", "/home/me");
    QVERIFY(kube::kubeconfigFiles("") == std::vector<std::filesystem::path>(1, "/home/me/.kube/config"));
  }

  // Small texts that are hard on a parser end as an error or a config, never as a crash.
  void hostileTexts() {
    const std::string deep(100000, '[');
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 9; ++i)
      bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ",*a" +
              std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + ",*a" + std::to_string(i - 1) + "]\n";
    bomb +=
        "clusters: [{name: c, cluster: {server: 'https://a', extensions: [{name: client.authentication.k8s.io/exec, "
        "extension: *a8}]}}]";
    QVERIFY(!kube::parseKubeconfig(deep, "deep"));
    QVERIFY(!kube::parseKubeconfig(bomb, "bomb"));
    QVERIFY(!kube::parseKubeconfig("a: &a [*a]\nb: *c", "unknown alias"));
    QVERIFY(kube::parseKubeconfig("clusters: 3\nusers: {a: b}\ncontexts: [1, {name: [x]}]\ncurrent-context: {}",
                                  "odd types")
                .has_value());
    const std::string binary("\x00\xff\xfe\x01", 4);
    (void)kube::parseKubeconfig(binary, "binary");
  }

  void proxies_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("noProxy");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << "https://api.example.com:6443"
                           << ""
                           << "http://p:1";
    QTest::newRow("http") << "http://api.example.com"
                          << ""
                          << "http://q:2";
    QTest::newRow("loopback") << "https://127.0.0.1:6443"
                              << ""
                              << "";
    QTest::newRow("localhost") << "https://localhost"
                               << ""
                               << "";
    QTest::newRow("suffix") << "https://api.example.com"
                            << " Example.com "
                            << "";
    QTest::newRow("dot suffix") << "https://example.com"
                                << ".example.com"
                                << "http://p:1";
    QTest::newRow("part of a name") << "https://notexample.com"
                                    << "example.com"
                                    << "http://p:1";
    QTest::newRow("star") << "https://a"
                          << "*"
                          << "";
    QTest::newRow("network") << "https://10.1.2.3:6443/x"
                             << "a,10.0.0.0/8"
                             << "";
    QTest::newRow("other network") << "https://11.1.2.3"
                                   << "10.0.0.0/8"
                                   << "http://p:1";
    QTest::newRow("IPv6 network") << "https://[fd00::7]:6443"
                                  << "fd00::/8"
                                  << "";
    QTest::newRow("port") << "https://a.b:6443"
                          << "a.b:443"
                          << "http://p:1";
    QTest::newRow("same port") << "https://a.b"
                               << "a.b:443"
                               << "";
    QTest::newRow("rubbish") << "https://"
                             << ",,/,:"
                             << "http://p:1";
  }
  void proxies() {
    QFETCH(QString, url);
    QFETCH(QString, noProxy);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(kube::proxyFor(url.toStdString(), "p:1", "http://q:2", noProxy.toStdString())),
             expected);
  }
};

QTEST_APPLESS_MAIN(TestKubeconfig)
#include "test_kubeconfig.moc"
