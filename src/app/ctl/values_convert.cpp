// cleardeckctl values convert FILE: from the values of ClearML's own chart to ours. Needs no cluster.
#include "app/ctl/command.h"
#include "base/files.h"
#include "helm/convert_values.h"

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string file;
  std::string to;
  bool table = false;
};

Result<std::string> inputOf(const std::string& file) {
  if (file != "-") return files::read(file);
  return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

nlohmann::json asJson(const helm::Conversion& conversion) {
  auto keys = nlohmann::json::array();
  for (const auto& key : conversion.keys)
    keys.push_back(
        {{"key", key.key}, {"to", key.to}, {"outcome", helm::name(key.outcome)}, {"why", key.why}, {"line", key.line}});
  return {{"values", conversion.text}, {"keys", keys}};
}

Result<Done> convert(const Wanted& wanted, bool json) {
  auto table = helm::upstreamConversion();
  if (!table) return table.error();
  if (wanted.table) {
    std::cout << helm::markdown(*table) << std::flush;
    return Done();
  }
  if (wanted.file.empty()) return Error(ErrorKind::Invalid, "no file").withHint("Name one, or - for standard input");
  auto text = inputOf(wanted.file);
  if (!text) return text.error();
  auto conversion = helm::convertValues(*text, *table);
  if (!conversion) return std::move(conversion.error()).during(wanted.file);
  if (!wanted.to.empty())
    if (auto written = files::writeAtomically(wanted.to, conversion->text, 0600); !written) return written.error();
  if (json)
    print(asJson(*conversion));
  else if (wanted.to.empty())
    std::cout << conversion->text << std::flush;
  if (!json) std::cerr << helm::reportText(*conversion) << std::flush;
  return Done();
}

}  // namespace

void addValuesConvert(CLI::App& values, Env& env) {
  auto* command = values.add_subcommand("convert", "turn a values file of ClearML's own chart (7.14, 7.15) into ours");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("FILE", wanted->file, "the overrides for upstream's chart; - is standard input");
  command->add_option("--to", wanted->to, "write the values there (mode 0600) instead of to standard output");
  command->add_flag("--table", wanted->table, "print what happens to every key, as Markdown");
  command->callback([&env, wanted] {
    auto done = convert(*wanted, env.json());
    if (done) return;
    complain(done.error());
    env.exitCode = Failed;
  });
}

}  // namespace cleardeck::app::ctl
