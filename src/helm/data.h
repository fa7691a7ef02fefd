/// Files of resources/ that are built into this room (CMakeLists.txt). Internal.
#pragma once
#include <string_view>

namespace cleardeck::helm {

std::string_view clearmlFieldsText();   ///< resources/fields/clearml.yaml
std::string_view upstreamFieldsText();  ///< resources/fields/clearml-upstream-7.14.yaml
std::string_view publishedText();       ///< resources/credentials/published.yaml
std::string_view conversionText();      ///< resources/convert/clearml-upstream.yaml

}  // namespace cleardeck::helm
