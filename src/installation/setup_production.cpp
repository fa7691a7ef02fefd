#include "installation/setup_production.h"

#include "base/text.h"
#include "installation/fixed_users.h"
#include "installation/setup_settings.h"

#include <spdlog/fmt/fmt.h>

namespace cleardeck::installation {
namespace {

struct Hosts {
  std::string app, api, files;
};
Hosts hostsOf(const std::string& domain) { return {"app." + domain, "api." + domain, "files." + domain}; }

// Everything that says which cluster and namespace, for helm and kubectl.
std::vector<std::string> with(std::vector<std::string> arguments, const char* contextOption,
                              const ProductionChoices& choices) {
  if (!choices.context.empty()) arguments.insert(arguments.end(), {contextOption, choices.context});
  arguments.insert(arguments.end(), {"--namespace", choices.ns});
  return arguments;
}

std::vector<PlannedCommand> commandsOf(const ProductionChoices& choices, const PlanChart& chart) {
  std::vector<PlannedCommand> commands;
  const bool needsNamespace = !choices.fixedUsers.empty() || choices.tls == Tls::Secret;
  std::vector<std::string> create = {"kubectl", "create", "namespace", choices.ns};
  if (!choices.context.empty()) create.insert(create.end(), {"--context", choices.context});
  if (needsNamespace) commands.push_back({"Make the namespace, unless it is there", create, true});
  if (!choices.fixedUsers.empty())
    commands.push_back({"Keep the users in a Secret; the passwords in it are hashes",
                        with({"kubectl", "apply", "-f", "fixed-users.yaml"}, "--context", choices)});
  std::vector<std::string> install = {"helm", "install", choices.release, chart.reference};
  if (!chart.version.empty()) install.insert(install.end(), {"--version", chart.version});
  install = with(std::move(install), "--kube-context", choices);
  install.insert(install.end(), {"--create-namespace", "--values", "values.yaml", "--timeout", "15m"});
  commands.push_back({"Install ClearML", install});
  return commands;
}

void addAddresses(const ProductionChoices& choices, SetupPlan& plan) {
  if (!hasHosts(choices)) return;
  const auto [app, api, files] = hostsOf(choices.domain);
  const std::string scheme = choices.tls == Tls::None ? "http://" : "https://";
  plan.webUrl = scheme + app;
  plan.apiUrl = scheme + api;
  plan.filesUrl = scheme + files;
  const std::string target = choices.exposure == Exposure::Gateway ? "the address of the Gateway " + choices.gateway
                             : choices.ingressClass.empty()
                                 ? std::string("the address of the default ingress controller")
                                 : "the address of the ingress controller " + choices.ingressClass;
  for (const auto& host : {app, api, files}) plan.dnsRecords.push_back({host, target});
}

std::vector<std::string> notesOf(const ProductionChoices& choices, const PlanChart& chart) {
  std::vector<std::string> notes;
  if (choices.exposure == Exposure::PortForward)
    notes.push_back("Nothing is reachable from outside: `cleardeckctl forward " + choices.release +
                    "` opens the doors.");
  if (choices.exposure == Exposure::NodePort)
    notes.push_back(
        "Port 30080 of every node is the web application, 30008 the API, 30081 the files: let your firewall "
        "decide who reaches them.");
  if (hasHosts(choices) && choices.tls == Tls::None)
    notes.push_back("Without TLS passwords and keys cross the network in the open.");
  if (choices.tls == Tls::Secret)
    notes.push_back(
        fmt::format("The Secret {} must have a certificate for app., api. and files.{} before people come: "
                    "kubectl create secret tls {} --namespace {} --cert=FILE --key=FILE",
                    choices.tlsSecret, choices.domain, choices.tlsSecret, choices.ns));
  if (choices.fixedUsers.empty())
    notes.push_back("Without fixed users anybody who reaches the web application can log in.");
  else
    notes.push_back(
        "fixed-users.yaml holds password hashes: keep it out of version control. A user who is removed from it "
        "is deleted with all API keys at the next start of the API server.");
  if (!choices.external.secret.empty())
    notes.push_back("The Secret " + choices.external.secret + " must be in the namespace " + choices.ns + " before.");
  notes.push_back("Change values later with the version pinned: cleardeckctl values set " + choices.release + " …" +
                  (chart.version.empty() ? "" : " (chart " + chart.version + ")"));
  return notes;
}

std::string readme(const ProductionChoices& choices, const SetupPlan& plan) {
  std::string text =
      "# ClearML " + choices.release + "\n\n## Steps\n\n```sh\n" + "cleardeckctl setup check -f values.yaml";
  for (const auto& argument : with({}, "--context", choices)) text += " " + argument;
  text += "\n";
  for (const auto& command : plan.commands) text += command.line() + "\n";
  text += "cleardeckctl health " + choices.release + "\n```\n";
  if (!plan.dnsRecords.empty()) {
    text += "\n## DNS\n\nMake these records:\n\n| name | leads to |\n| --- | --- |\n";
    for (const auto& record : plan.dnsRecords) text += "| " + record.host + " | " + record.target + " |\n";
    text += "\n## Addresses\n\n- web application: " + plan.webUrl + "\n- API: " + plan.apiUrl +
            "\n- files: " + plan.filesUrl + "\n";
  }
  text += "\n## Notes\n\n";
  for (const auto& note : plan.notes) text += "- " + note + "\n";
  return text;
}

// Judged, and without what the chart does anyway.
Result<std::vector<Setting>> settings(const ProductionChoices& choices, const PlanChart& chart) {
  if (auto good = judge(choices); !good) return good.error();
  auto defaults = yaml::parse(chart.defaults);
  if (!defaults) return std::move(defaults.error()).during("the chart's values.yaml");
  return differing(settingsOf(choices), *defaults);
}

}  // namespace

Result<yaml::Value> productionValues(const ProductionChoices& choices, const PlanChart& chart) {
  auto kept = settings(choices, chart);
  if (!kept) return kept.error();
  return treeOf(*kept);
}

Result<SetupPlan> planProduction(const ProductionChoices& choices, const PlanChart& chart) {
  auto kept = settings(choices, chart);
  if (!kept) return kept.error();
  auto values = valuesText(
      "Values of ClearML, over the chart's defaults. Keep this file: later changes start from it.\n"
      "It holds no password, so it can be kept in version control.",
      *kept);
  if (!values) return values.error();
  SetupPlan plan;
  plan.values = *values;
  plan.commands = commandsOf(choices, chart);
  addAddresses(choices, plan);
  plan.notes = notesOf(choices, chart);
  plan.files.push_back({"values.yaml", plan.values});
  if (!choices.fixedUsers.empty()) {
    auto secret = yaml::fromJson(fixedUsersSecret(choices.release, choices.ns, choices.fixedUsers));
    if (!secret) return secret.error();
    plan.files.push_back({"fixed-users.yaml", yaml::toYaml(*secret), 0600});
  }
  plan.files.push_back({"install.sh", scriptOf(plan.commands), 0755});
  plan.files.push_back({"README.md", readme(choices, plan)});
  return plan;
}

}  // namespace cleardeck::installation
