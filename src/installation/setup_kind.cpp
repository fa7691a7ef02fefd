#include "installation/setup_kind.h"

#include "base/text.h"
#include "installation/setup_values.h"

#include <spdlog/fmt/fmt.h>

#include <set>

namespace cleardeck::installation {
namespace {

// The chart's node ports; what kind maps to this machine's.
constexpr std::uint16_t apiNodePort = 30008, webNodePort = 30080, filesNodePort = 30081;
// Where kind's storage class keeps the volumes on its node.
constexpr const char* volumesFolder = "/var/local-path-provisioner";

Result<Done> judge(const KindChoices& choices) {
  if (auto good = checkLabel("--name", choices.cluster); !good) return good;
  if (auto good = checkReleaseName(choices.release); !good) return good;
  if (auto good = checkLabel("--namespace", choices.ns); !good) return good;
  const auto folder = choices.dataFolder.string();
  if (!choices.dataFolder.is_absolute())
    return Error(ErrorKind::Invalid, "--data: \"" + folder + "\" is not a full path")
        .withHint("Docker mounts it, and knows nothing of the folder that you are in");
  if (choices.dataFolder == choices.dataFolder.root_path())
    return Error(ErrorKind::Invalid, "--data: the root folder cannot be the data folder").withHint("Make one for it");
  for (const unsigned char c : folder)
    if (c < ' ' || c == 0x7f) return Error(ErrorKind::Invalid, "--data: the path has a control character");
  if (std::set<int>{choices.apiPort, choices.webPort, choices.filesPort}.size() != 3)
    return Error(ErrorKind::Invalid, "two of the ports are the same").withHint("Give three: API, web, files");
  if (choices.apiPort == 0 || choices.webPort == 0 || choices.filesPort == 0)
    return Error(ErrorKind::Invalid, "a port is 0").withHint("Give ports between 1 and 65535");
  return Done();
}

yaml::Value mapping(int containerPort, int hostPort) {
  return {
      {"containerPort", containerPort}, {"hostPort", hostPort}, {"listenAddress", "127.0.0.1"}, {"protocol", "TCP"}};
}

std::string kindText(const KindChoices& choices) {
  yaml::Value mappings = yaml::Value::array();
  for (const auto& [inside, outside] : mappedPorts(choices)) mappings.push_back(mapping(inside, outside));
  const yaml::Value node = {
      {"role", "control-plane"},
      {"extraPortMappings", mappings},
      {"extraMounts",
       yaml::Value::array({{{"hostPath", choices.dataFolder.string()}, {"containerPath", volumesFolder}}})}};
  const yaml::Value config = {
      {"kind", "Cluster"}, {"apiVersion", "kind.x-k8s.io/v1alpha4"}, {"nodes", yaml::Value::array({node})}};
  return fmt::format(
             "# A kind cluster for ClearML: API {}, web {} and files {} answer on 127.0.0.1 of this machine.\n"
             "# The data of every volume is in the folder under extraMounts and outlives the cluster.\n",
             choices.apiPort, choices.webPort, choices.filesPort) +
         yaml::toYaml(config);
}

std::string url(std::uint16_t port) { return "http://localhost:" + std::to_string(port); }

// The web application guesses the API's and the file server's ports from its own, if these are the usual ones.
std::vector<Setting> settingsOf(const KindChoices& choices) {
  if (choices.apiPort == apiNodePort && choices.webPort == webNodePort && choices.filesPort == filesNodePort) return {};
  return {Setting("clearml.clientConfigurationApiUrl", url(choices.apiPort),
                  "The web application cannot guess these ports from its own", "--api-port"),
          Setting("clearml.clientConfigurationFilesUrl", url(choices.filesPort), "", "--files-port")};
}

std::vector<PlannedCommand> commandsOf(const KindChoices& choices, const PlanChart& chart) {
  std::vector<std::string> install = {"helm", "install", choices.release, chart.reference};
  if (!chart.version.empty()) install.insert(install.end(), {"--version", chart.version});
  install.insert(install.end(), {"--kube-context", kindContext(choices.cluster), "--namespace", choices.ns,
                                 "--create-namespace", "--values", "values.yaml"});
  return {PlannedCommand{"Create the cluster",
                         {"kind", "create", "cluster", "--name", choices.cluster, "--config", "kind.yaml"}},
          PlannedCommand{"Install ClearML", install}};
}

std::string readme(const KindChoices& choices, const SetupPlan& plan) {
  std::string text = "# ClearML on this machine\n\nkind and helm must be installed, and Docker must run.\n\n```sh\n";
  for (const auto& command : plan.commands) text += command.line() + "\n";
  text += fmt::format(
      "```\n\n`install.sh` does the same. The first start takes some minutes, because images are pulled.\n\n"
      "| | |\n| --- | --- |\n| web application | {} |\n| API | {} |\n| files | {} |\n| data of every volume | `{}` "
      "|\n\n"
      "Remove it with `kind delete cluster --name {}`; the data folder stays.\n",
      plan.webUrl, plan.apiUrl, plan.filesUrl, choices.dataFolder.string(), choices.cluster);
  return text;
}

}  // namespace

std::map<std::uint16_t, std::uint16_t> mappedPorts(const KindChoices& choices) {
  return {{apiNodePort, choices.apiPort}, {webNodePort, choices.webPort}, {filesNodePort, choices.filesPort}};
}

std::string kindContext(const std::string& cluster) { return "kind-" + cluster; }

Result<SetupPlan> planKind(const KindChoices& choices, const PlanChart& chart) {
  if (auto good = judge(choices); !good) return good.error();
  auto defaults = yaml::parse(chart.defaults);
  if (!defaults) return std::move(defaults.error()).during("the chart's values.yaml");
  auto settings = differing(settingsOf(choices), *defaults);
  if (!settings) return settings.error();
  SetupPlan plan;
  plan.webUrl = url(choices.webPort);
  plan.apiUrl = url(choices.apiPort);
  plan.filesUrl = url(choices.filesPort);
  plan.commands = commandsOf(choices, chart);
  auto values = valuesText(settings->empty() ? "Values of ClearML on kind: the chart's defaults are right for it.\n"
                                               "What you put here overrides them; `helm show values` lists them all."
                                             : "Values of ClearML on kind, over the chart's defaults.",
                           *settings);
  if (!values) return values.error();
  plan.values = *values;
  plan.notes = {"kind.yaml maps the ports to 127.0.0.1 only: nobody else on the network reaches this server.",
                "clearml-init does not understand these ports: `cleardeckctl forward " + choices.release +
                    " --print-conf` prints a clearml.conf."};
  plan.files = {{"kind.yaml", kindText(choices)}, {"values.yaml", plan.values}};
  PlannedCommand folder{"Make the data folder", {"mkdir", "-p", choices.dataFolder.string()}};
  plan.commands.insert(plan.commands.begin(), folder);
  plan.files.push_back({"install.sh", scriptOf(plan.commands), 0755});
  plan.files.push_back({"README.md", readme(choices, plan)});
  return plan;
}

}  // namespace cleardeck::installation
