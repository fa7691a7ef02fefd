/// Random values, and random YAML texts in every style that Helm reads.
#pragma once
#include "yaml/value.h"

#include <random>
#include <string>
#include <vector>

namespace cleardeck::test {

class Random {
 public:
  explicit Random(unsigned seed) : m_engine(seed) {}
  std::size_t below(std::size_t n) { return n ? m_engine() % n : 0; }
  bool oneIn(std::size_t n) { return below(n) == 0; }
  const std::string& of(const std::vector<std::string>& texts) { return texts[below(texts.size())]; }

  std::string text();  ///< everything that quoting can get wrong
  yaml::Value scalar();
  yaml::Value value(int depth = 0);

 private:
  std::mt19937 m_engine;
};

/// Writes a document: block and flow, all scalar styles, comments, anchors, aliases, merges, several indentations.
/// Most of them parse.
class YamlWriter {
 public:
  explicit YamlWriter(Random& random) : m_random(random) {}
  std::string document();

 private:
  void map(std::size_t column, int depth);
  void list(std::size_t column, int depth);
  void value(std::size_t column, int depth, bool inList);
  void blockScalar(std::size_t column);
  void comment(std::size_t column);
  void endLine();
  std::string inlineScalar();
  std::string flow(int depth);
  std::string anchor();

  Random& m_random;
  std::string m_text;
  std::size_t m_step = 2;
  bool m_indentLists = true;
  std::vector<std::string> m_anchors, m_mapAnchors;
};

}  // namespace cleardeck::test
