#pragma once
// What the tests of the document readers share: reading, looking up facts, and the grounding of every fact.
#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "documents/recognise.hpp"
#include "documents/text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace documents_test {

using namespace fm::evidence;

/// Every slot, the quote and the lines of a fact must stand in the text that it cites.
inline void check_grounded(const fact& f, std::string_view text) {
  const text_lines lines(text);
  BOOST_TEST_CONTEXT(f.rule << " of " << f.subject) {
    BOOST_TEST(!f.rule.empty());
    BOOST_TEST(f.weight >= 0.0);
    BOOST_TEST(f.weight <= 1.0);
    BOOST_TEST_REQUIRE(!f.lines.empty());
    BOOST_TEST(f.lines.size() <= 64u);
    std::uint64_t last = 0;
    for (const auto& r : f.lines) {
      BOOST_TEST(r.first > last);
      BOOST_TEST(r.last >= r.first);
      BOOST_TEST(r.last <= lines.count());
      last = r.last;
    }
    BOOST_TEST(!f.quote.empty());
    BOOST_TEST(f.quote.size() <= 400u);
    BOOST_TEST((lines.at(f.quote_line).find(f.quote) != std::string_view::npos), "quote: " << f.quote);
    for (const auto& s : f.slots) {
      bool found = false;
      for (const auto& r : f.lines)
        for (auto n = r.first; n <= r.last; ++n)
          found = found || lines.at(n).find(s.value) != std::string_view::npos;
      BOOST_TEST(found, "slot " << s.name << "=" << s.value << " stands in no cited line");
    }
  }
}

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

inline const fact* find(const std::vector<fact>& facts, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  for (const auto& f : facts)
    if (f.rule == rule && (slot.empty() || f.get(slot) == value)) return &f;
  return nullptr;
}

inline const fact& need(const std::vector<fact>& facts, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  const auto* f = find(facts, rule, slot, value);
  std::string all;
  for (const auto& g : facts) all += " " + g.rule;
  BOOST_TEST_REQUIRE((f != nullptr), "no " << rule << " " << slot << "=" << value << " among:" << all);
  return *f;
}

/// The heaviest cause or symptom, or 0.
inline double trouble(const std::vector<fact>& facts) {
  double most = 0;
  for (const auto& f : facts)
    if (f.role == role::cause || f.role == role::symptom) most = std::max(most, f.weight);
  return most;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace documents_test
