/// From an overrides file of one chart to one of another, by a table (conversion_table.h). The text is edited, not
/// written anew: comments, order and formatting stay, and what is not taken over stays as comments.
#pragma once
#include "helm/conversion_table.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

enum class KeyOutcome {
  Same,      ///< as it was
  Renamed,   ///< at another place
  Changed,   ///< with another value: `why` says what
  Dropped,   ///< a comment now: `why` says why
  Unknown,   ///< a comment now: neither chart is known to have it
  Conflict,  ///< a comment now: there was another value at its new place
  Refused,   ///< still there, for the text could not be edited safely; the new chart will not know it
};
const char* name(KeyOutcome outcome);  ///< "same", "renamed" …

struct ConvertedKey {
  std::string key;  ///< in the old file
  std::string to;   ///< in the new one; "" when it has no place there
  KeyOutcome outcome = KeyOutcome::Same;
  std::string why;       ///< "" when there is nothing to say
  std::size_t line = 0;  ///< in the old file, from 1
};

struct Conversion {
  std::string text;
  std::vector<ConvertedKey> keys;  ///< in the order of the old file
};

/// CPU only: some milliseconds a key. Errors: Invalid, the text does not parse or is no map.
Result<Conversion> convertValues(const std::string& text, const ConversionTable& table);

/// The report as lines for a terminal, the keys that need a person first. No values, so no secrets.
std::string reportText(const Conversion& conversion);

}  // namespace cleardeck::helm
