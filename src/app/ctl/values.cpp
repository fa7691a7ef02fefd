// cleardeckctl values get|set|unset|diff NAME …; files are edited in values_file.cpp, convert is in values_convert.cpp
#include "app/ctl/plan.h"
#include "app/ctl/values_file.h"
#include "base/files.h"

#include <iostream>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string name;
  std::vector<std::string> edits;  // path=value, or path
  std::string file;                // overrides text to use instead of the installation's own
  std::string planFile;            // the change goes there
  std::string chart;               // where the deployed chart version comes from
  FileEdit edit;                   // of a file instead of an installation
  bool apply = false;
  bool unset = false;
};

// The chart knows the field's type; a path that it does not know is read as YAML reads a scalar.
Result<Done> edit(helm::ValuesSession& session, const std::string& text, bool unset) {
  const auto equals = text.find('=');
  auto path = yaml::parsePath(text.substr(0, equals));
  if (!path) return path.error();
  if (unset) {
    auto edited = session.unset(*path);
    if (!edited) return edited.error();
    return Done();
  }
  if (equals == text.npos)
    return Error(ErrorKind::Invalid, "no value in \"" + text + "\"").withHint("Write PATH=VALUE");
  const std::string value = text.substr(equals + 1);
  const auto* field = session.field(*path);
  auto parsed = field ? helm::valueFromText(*field, value) : yaml::parse(value);
  if (!parsed) return std::move(parsed.error()).during(text.substr(0, equals));
  auto edited = session.set(*path, *parsed);
  if (!edited) return edited.error();
  return Done();
}

struct Opened {
  installation::ValuesTools tools;
  installation::Installation row;
  installation::OpenedValues values;
};

Task<Opened> open(Task<Target> finding, std::string overrides, std::string chart, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  auto tools = valuesTools(target->clusters, target->chosen, workers);
  if (!chart.empty()) {
    auto source = typedSource(chart, target->chosen.row.release.chart);
    if (!source) co_return source.error();
    tools.charts.insert(tools.charts.begin(), std::move(*source));
  }
  auto values = co_await installation::openValues(tools, target->chosen.row, overrides);
  if (!values) co_return values.error();
  co_return Opened{std::move(tools), target->chosen.row, std::move(*values)};
}

// The user's file follows what was applied, unless somebody else has written it since.
void keepFile(const Wanted& wanted, const installation::OpenedValues& values, const std::string& text) {
  if (!wanted.file.empty()) return;  // a file of this one call
  if (auto written = installation::writeChosen(values.file, text); !written) complain(written.error());
}

std::string oneLine(const std::optional<yaml::Value>& value, const yaml::Path& path) {
  if (!value) return "nothing";
  return helm::isSecretAt(path) ? "********" : yaml::toJson(*value);
}

/// Where the file and the cluster differ, before any edit.
nlohmann::json tellDrift(const installation::OpenedValues& values, bool json) {
  auto list = nlohmann::json::array();
  if (values.file.problem) complain(*values.file.problem);
  for (const auto& change : values.session->drift()) {
    const std::string path = yaml::toString(change.path);
    const std::string file = oneLine(change.before, change.path), cluster = oneLine(change.after, change.path);
    list.push_back({{"path", path}, {"file", file}, {"cluster", cluster}});
    if (!json) print("# " + path + ": " + file + " in the file, " + cluster + " in the cluster");
  }
  return list;
}

Task<int> get(Task<Target> finding, bool json, asio::any_io_executor workers) {
  const std::string none;
  auto opened = co_await open(std::move(finding), none, none, workers);
  if (!opened) co_return opened.error();
  const auto& session = *opened->values.session;
  if (json)
    print(nlohmann::json::parse(yaml::toJson(session.overrides()), nullptr, false));
  else
    std::cout << session.text() << std::flush;  // the file as it is, no line end more
  co_return Good;
}

Task<int> change(Task<Target> finding, Wanted wanted, std::string overrides, bool json, asio::any_io_executor workers) {
  auto opened = co_await open(std::move(finding), overrides, wanted.chart, workers);
  if (!opened) co_return opened.error();
  auto& session = *opened->values.session;
  const auto drift = tellDrift(opened->values, json);
  // `diff` asks what the file says; edits are made of what is deployed.
  if (wanted.edits.empty() && wanted.file.empty() && !opened->values.file.text.empty() && !opened->values.file.problem)
    if (auto taken = session.replaceText(opened->values.file.text); !taken) co_return taken.error();
  for (const auto& text : wanted.edits)
    if (auto edited = edit(session, text, wanted.unset); !edited) co_return edited.error();
  if (opened->values.whyNotApply) co_return *opened->values.whyNotApply;
  auto plan = session.plan();
  if (!plan) co_return plan.error();
  const auto& [tools, row, values] = *opened;
  auto diff = co_await installation::previewValues(tools, row, values.program, *plan, session.release().manifest);
  if (!diff) co_return diff.error();
  auto report = diffJson(*diff);
  report["drift"] = drift;
  if (!json) print(diff->empty() ? std::string("Nothing changes.") : diff->text());
  if (!wanted.planFile.empty()) {
    auto planned =
        installation::planOfRun(tools, row, *plan, session.release().revision, *diff, session.chart()->path.string());
    if (!planned) co_return planned.error();
    if (auto saved = savePlan(wanted.planFile, *planned, json); !saved) co_return saved.error();
    report["planFile"] = wanted.planFile;
  } else if (wanted.apply) {
    auto revision = co_await installation::applyValues(tools, row, values.program, *plan, session.release().revision);
    if (!revision) co_return revision.error();
    report["revision"] = *revision;
    keepFile(wanted, values, plan->values);
    if (!json) print("Revision " + std::to_string(*revision) + ", chart " + plan->version + " as before.");
  }
  if (json) print(report);
  co_return Good;
}

int changeInstallation(Env& env, Wanted& wanted, std::vector<std::string> words, bool needsEdits) {
  if (words.size() < (needsEdits ? 2U : 1U)) {
    complain(Error(ErrorKind::Invalid, "too few arguments").withHint("Name the installation, then the values"));
    return Usage;
  }
  auto overrides = wanted.file.empty() ? Result<std::string>(std::string()) : files::read(wanted.file);
  if (!overrides) {
    complain(overrides.error());
    return Failed;
  }
  wanted.name = words[0];
  wanted.edits.assign(words.begin() + 1, words.end());
  if (wanted.apply) env.changing = Changing(wanted.name, "", "");
  return runToEnd(env, change(targetOf(env, wanted.name), wanted, *overrides, env.json(), env.workers()));
}

void addChange(CLI::App& values, Env& env, const std::string& verb, const std::string& about) {
  auto* command = values.add_subcommand(verb, about);
  auto wanted = std::make_shared<Wanted>();
  auto words = std::make_shared<std::vector<std::string>>();
  bool edits = verb != "diff";
  wanted->unset = verb == "unset";
  wanted->edit.verb = verb;
  std::string arguments =
      verb == "set" ? "NAME PATH=VALUE…, or PATH VALUE with --file" : "NAME PATH…, or PATH… with --file";
  command->add_option("ARGUMENTS", *words, edits ? arguments : "NAME of the installation")->required();
  command
      ->add_option(edits ? "-f" : "-f,--file", wanted->file,
                   "your overrides file (default: the one kept for this installation)")
      ->check(CLI::ExistingFile);
  command->add_option("--chart", wanted->chart,
                      "where the deployed chart version comes from: a folder, .tgz, repository URL or oci://");
  if (edits) {
    command->add_flag("--apply", wanted->apply, "do the values upgrade; without it only the diff is shown");
    addFileOptions(*command, wanted->edit);
  }
  command->callback([&env, wanted, words, edits] {
    wanted->edit.words = *words;
    wanted->planFile = env.planFile;
    if (!env.planFile.empty() && !wanted->edit.file.empty()) {
      complain(Error(ErrorKind::Invalid, "a plan is of an installation").withHint("Its overrides file is -f FILE"));
      env.exitCode = Usage;
      return;
    }
    env.exitCode = wanted->edit.file.empty() ? changeInstallation(env, *wanted, *words, edits)
                                             : editFile(wanted->edit, env.json());
  });
}

void addGet(CLI::App& values, Env& env) {
  auto* command = values.add_subcommand("get", "the overrides, comments kept");
  auto name = std::make_shared<std::string>();
  auto edit = std::make_shared<FileEdit>();
  edit->verb = "get";
  command->add_option("NAME", *name, "of the installation, or the path of a value with --file");
  command->add_option("--file", edit->file, "a values file instead; - is standard input");
  command->callback([&env, name, edit] {
    if (!edit->file.empty()) {
      if (!name->empty()) edit->words = {*name};
      env.exitCode = editFile(*edit, env.json());
      return;
    }
    if (name->empty()) throw CLI::RequiredError("NAME or --file");
    env.exitCode = runToEnd(env, get(targetOf(env, *name), env.json(), env.workers()));
  });
}

}  // namespace

void addValues(CLI::App& app, Env& env) {
  auto* values = app.add_subcommand("values", "look at and change the overrides of an installation");
  values->require_subcommand(1);
  addGet(*values, env);
  addChange(*values, env, "set", "set values; prints the diff");
  addChange(*values, env, "unset", "back to the chart's default; prints the diff");
  addChange(*values, env, "diff", "what your overrides file would change");
  addValuesFile(*values, env);
  addValuesConvert(*values, env);
}

}  // namespace cleardeck::app::ctl
