#pragma once
// What the tests of the document readers share: reading, looking up facts, and the grounding of every fact.
#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "documents/recognise.hpp"
#include "documents/text.hpp"
#include "fm/test/facts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace documents_test {

using namespace fm::evidence;
using fm::test::check_grounded;
using fm::test::find;
using fm::test::need;
using fm::test::trouble;

inline void check_grounded(const document_facts& d, std::string_view text) {
  for (const auto& f : d.facts) check_grounded(f, text);
  const text_lines lines(text);
  for (const auto& e : d.embedded)
    BOOST_TEST((lines.at(e.line).find(e.text) != std::string_view::npos), "embedded: " << e.text);
}

/// Reads a text as what it is recognised to be, and checks the grounding of all that is found.
inline document_facts read(std::string_view text, std::string_view name = "evidence.txt") {
  auto out = read_document(1, recognise_document(text, name), name, text);
  check_grounded(out, text);
  return out;
}

/// The facts of all files together (file number i has evidence i + 1), grounded.
inline std::vector<fact> model(const std::vector<std::string>& files) {
  cluster_model m;
  for (std::size_t i = 0; i < files.size(); ++i)
    m.add(static_cast<std::uint32_t>(i + 1), recognise_document(files[i], "objects.yaml"), "objects.yaml",
          files[i]);
  auto facts = m.facts();
  for (const auto& f : facts) {
    BOOST_TEST_REQUIRE((f.evidence >= 1 && f.evidence <= files.size()));
    check_grounded(f, files[f.evidence - 1]);
  }
  return facts;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace documents_test
