// cleardeck: the window.
#include "app/clusters.h"
#include "app/sandbox_host.h"
#include "base/log.h"
#include "console/shell/tour.h"
#include "console/shell/window.h"
#include "installation/values_change.h"
#include "net/await_programs.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QGuiApplication>
#include <QThreadPool>

#include <csignal>

using namespace cleardeck;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Arguments {
  std::string kubeconfig, context;
  QString tourFolder, page = u"Installations"_s;
  QStringList tourPages;
  bool light = false;
};

Arguments read(const QCoreApplication& app) {
  QCommandLineParser parser;
  parser.setApplicationDescription(u"A window for ClearML on Kubernetes."_s);
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOptions({{u"kubeconfig"_s, u"kubeconfig file (default: $KUBECONFIG, then ~/.kube/config)"_s, u"file"_s},
                     {u"context"_s, u"use only this context (default: all of them)"_s, u"name"_s},
                     {u"page"_s, u"page to open first"_s, u"name"_s},
                     {u"light"_s, u"light theme"_s},
                     {u"tour"_s, u"walk the pages, write a PNG of each and tour.json, and end"_s, u"folder"_s},
                     {u"tour-pages"_s, u"only these pages, separated by commas"_s, u"names"_s}});
  parser.process(app);
  Arguments arguments;
  arguments.kubeconfig = parser.value(u"kubeconfig"_s).toStdString();
  arguments.context = parser.value(u"context"_s).toStdString();
  arguments.tourFolder = parser.value(u"tour"_s);
  arguments.tourPages = parser.value(u"tour-pages"_s).split(u',', Qt::SkipEmptyParts);
  if (parser.isSet(u"page"_s)) arguments.page = parser.value(u"page"_s);
  arguments.light = parser.isSet(u"light"_s);
  return arguments;
}

/// What main() wires: kubeconfig or sandbox into the workspace.
class Program {
 public:
  Program(Runtime& runtime, Workspace& workspace, Arguments arguments)
      : m_runtime(runtime), m_workspace(workspace), m_arguments(std::move(arguments)) {}

  ~Program() { m_workspace.watch(kube::Kubeconfig()); }  // its watches end before the sandbox they may look at

  void open(const std::string& kubeconfig) {
    const auto files = kube::kubeconfigFiles(kubeconfig);
    const auto there = [](const std::filesystem::path& file) { return std::filesystem::exists(file); };
    // Nobody asked for a cluster and there is none: the sandbox. A file that was asked for is told of instead.
    if (kubeconfig.empty() && m_arguments.context.empty() && std::none_of(files.begin(), files.end(), there))
      return openSandbox();
    kube::Kubeconfig config = kube::loadKubeconfig(files);
    if (!m_arguments.context.empty()) {
      auto found = kube::findContext(config, m_arguments.context);
      config.contexts.clear();
      if (found)
        config.contexts.push_back(*found);
      else
        m_workspace.notices()->fail(QObject::tr("The context cannot be used"), found.error());
    }
    m_workspace.watch(config);
  }

  void openSandbox() {
    if (m_sandbox || m_starting) return;
    m_starting = true;
    // Starting blocks; the window does not.
    QThreadPool::globalInstance()->start([this] {
      auto started = std::make_shared<Result<std::unique_ptr<app::SandboxHost>>>(
          app::SandboxHost::start(m_runtime, app::SandboxHost::Options()));
      QMetaObject::invokeMethod(
          &m_workspace, [this, started] { show(std::move(*started)); }, Qt::QueuedConnection);
    });
  }

 private:
  void show(Result<std::unique_ptr<app::SandboxHost>> started) {
    m_starting = false;
    if (!started) {
      m_workspace.notices()->fail(QObject::tr("The sandbox could not be opened"), started.error());
      return;
    }
    m_sandbox = std::move(*started);
    m_workspace.watch(kube::loadKubeconfig({m_sandbox->kubeconfig()}));
    m_workspace.notices()->say(Tone::Ok, QObject::tr("This is the sandbox"),
                               QObject::tr("A small Kubernetes API and sample experiments, all on this computer."));
  }

  Runtime& m_runtime;
  Workspace& m_workspace;
  const Arguments m_arguments;
  std::unique_ptr<app::SandboxHost> m_sandbox;
  bool m_starting = false;
};

/// Lives longer than the pages: what they gave up may end in peace, while the cluster or the sandbox is still there.
struct ProgramsAtEnd {
  ~ProgramsAtEnd() { net::awaitPrograms(std::chrono::seconds(25)); }
};

ShellOptions shellOptions(const Arguments& arguments, Program& program) {
  ShellOptions options;
  options.light = arguments.light;
  options.page = arguments.page;
  options.lookAgain = [&program, file = arguments.kubeconfig] { program.open(file); };
  options.openKubeconfig = [&program](const QString& file) { program.open(file.toStdString()); };
  options.openSandbox = [&program] { program.openSandbox(); };
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const qint64 startedAtMs = QDateTime::currentMSecsSinceEpoch();
  std::signal(SIGPIPE, SIG_IGN);  // libcurl and helm's pipes report it as an error instead
  prepareWindow();
  QGuiApplication app(argc, argv);
  QGuiApplication::setApplicationName(u"ClearDeck"_s);
  QGuiApplication::setApplicationVersion(QStringLiteral(CLEARDECK_VERSION));
  const Arguments arguments = read(app);
  log::setLevel(spdlog::level::warn);

  Runtime runtime;
  Workspace workspace(runtime, installation::summaryReader(runtime.workers()));
  workspace.setCharts(app::embeddedCharts());
  Program program(runtime, workspace, arguments);
  const ProgramsAtEnd programsAtEnd;
  Shell shell(workspace, allPages(), shellOptions(arguments, program));
  Window window(shell);
  if (!window.window()) return 1;
  program.open(arguments.kubeconfig);

  std::unique_ptr<Tour> tour;
  if (!arguments.tourFolder.isEmpty()) {
    TourOptions options;
    options.folder = arguments.tourFolder;
    options.pages = arguments.tourPages;
    options.startedAtMs = startedAtMs;
    tour = std::make_unique<Tour>(shell, window.window(), options,
                                  [](bool good) { QCoreApplication::exit(good ? 0 : 1); });
  }
  const int code = QGuiApplication::exec();
  QThreadPool::globalInstance()->waitForDone();  // a sandbox that is still starting
  return code;
}
