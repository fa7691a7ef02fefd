#include "helm/widget.h"

#include <array>
#include <utility>

namespace cleardeck::helm {

namespace {
constexpr std::array<std::pair<Widget, const char*>, 24> names{{{Widget::Switch, "switch"},
                                                                {Widget::TriState, "tri-state"},
                                                                {Widget::Number, "number"},
                                                                {Widget::Text, "text"},
                                                                {Widget::Multiline, "multiline"},
                                                                {Widget::Json, "json"},
                                                                {Widget::Enum, "enum"},
                                                                {Widget::Port, "port"},
                                                                {Widget::Quantity, "quantity"},
                                                                {Widget::Cpu, "cpu"},
                                                                {Widget::Image, "image"},
                                                                {Widget::Secret, "secret"},
                                                                {Widget::Reference, "reference"},
                                                                {Widget::Strings, "strings"},
                                                                {Widget::KeyValues, "key-values"},
                                                                {Widget::EnvVars, "env-vars"},
                                                                {Widget::ObjectList, "object-list"},
                                                                {Widget::Files, "files"},
                                                                {Widget::Tolerations, "tolerations"},
                                                                {Widget::Affinity, "affinity"},
                                                                {Widget::SecurityContext, "security-context"},
                                                                {Widget::Resources, "resources"},
                                                                {Widget::Probe, "probe"},
                                                                {Widget::Yaml, "yaml"}}};
}  // namespace

const char* name(Widget widget) {
  for (const auto& [known, text] : names)
    if (known == widget) return text;
  return "yaml";
}

std::optional<Widget> widgetNamed(std::string_view name) {
  for (const auto& [widget, text] : names)
    if (name == text) return widget;
  return std::nullopt;
}

}  // namespace cleardeck::helm
