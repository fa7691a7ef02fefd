/// One random edit of a document, and everything that must hold after it. Knows nothing of how edits are made: it
/// looks at the texts before and after.
#pragma once
#include "yaml/document.h"
#include "yaml/random_yaml.h"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace cleardeck::test {

std::vector<yaml::Path> pathsOf(const yaml::Value& value);

/// An edit that is about to be made.
struct Wanted {
  std::string kind;      ///< "set"
  std::string what;      ///< "set a.b = 5"
  yaml::Value expected;  ///< the whole value afterwards
  yaml::Span may;        ///< the bytes that may change
  bool mayLoseComments = false;
  bool possible = true;  ///< false: there is nothing to do it on
  std::function<Result<yaml::Edit>(yaml::Document&)> make;
};
Wanted randomEdit(Random& random, const yaml::Document& document);

struct Tally {
  std::size_t edits = 0, landed = 0, wrong = 0;
  std::map<std::string, std::size_t> byKind, refused, refusedByKind;
  std::vector<std::string> faults;  ///< the first ones, with the text
};
/// Makes the edit and counts it. What does not hold is a fault.
void makeAndCheck(yaml::Document& document, const Wanted& wanted, Tally& tally);

}  // namespace cleardeck::test
