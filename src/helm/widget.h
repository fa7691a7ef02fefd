/// The control that suits a value: what kind of thing it is, beyond its type.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cleardeck::helm {

enum class Widget {
  Switch,      ///< true or false
  TriState,    ///< true, false, or nothing said (null)
  Number,      ///< a whole number or a fraction
  Text,        ///< one line
  Multiline,   ///< a text of several lines
  Json,        ///< a text that must be JSON
  Enum,        ///< one of Field::allowed, or of Field::suggested and whatever else a person types
  Port,        ///< 1 to 65535
  Quantity,    ///< bytes as Kubernetes writes them: 512Mi, 50Gi
  Cpu,         ///< 100m, 0.5, 2
  Image,       ///< a part of an image reference; Field::compound is the map that holds all its parts
  Secret,      ///< masked
  Reference,   ///< the name of an object in the cluster; its kind is Field::reference
  Strings,     ///< a list of texts
  KeyValues,   ///< a map of texts: labels, annotations
  EnvVars,     ///< a list of environment variables
  ObjectList,  ///< a list of maps: volumes, mounts, users
  Files,       ///< a map of file name to content
  Tolerations,
  Affinity,
  SecurityContext,
  Resources,  ///< requests and limits as one map
  Probe,
  Yaml,  ///< anything: the sub-tree as text
};

const char* name(Widget widget);  ///< "switch", "tri-state", "env-vars" …
std::optional<Widget> widgetNamed(std::string_view name);
/// Better than a line of text or a sub-tree as YAML.
inline bool isSpecific(Widget widget) { return widget != Widget::Text && widget != Widget::Yaml; }

}  // namespace cleardeck::helm
