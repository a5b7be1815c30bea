#include "agent/claim_bindings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

using field_set = std::uint32_t;

/// Words that name one field, whichever of them is used.
constexpr std::array<std::array<std::string_view, 7>, 24> fields{{
    {"pid"sv, "process"sv},
    {"port"sv, "dest"sv, "sin_port"sv, "listen"sv, "containerport"sv},
    {"exit"sv, "exited"sv, "exits"sv, "return"sv, "rc"sv, "exitcode"sv, "status"sv},
    {"errno"sv, "code"sv},
    {"line"sv},
    {"id"sv},
    {"limit"sv, "max"sv, "maximum"sv, "quota"sv, "capacity"sv},
    {"threshold"sv, "thresh"sv},
    {"used"sv, "use"sv, "usage"sv},
    {"free"sv, "avail"sv, "available"sv, "remaining"sv},
    {"size"sv, "total"sv},
    {"raw_value"sv, "raw"sv},
    {"value"sv},
    {"worst"sv},
    {"lag"sv},
    {"offset"sv},
    {"leader"sv, "leads"sv, "lead"sv, "leading"sv, "led"sv},
    {"isr"sv, "in-sync"sv, "insync"sv},
    {"replicas"sv, "replica"sv, "replicated"sv},
    {"revision"sv},
    {"attempt"sv, "attempts"sv, "retries"sv, "retry"sv},
    {"timeout"sv, "deadline"sv},
    {"syscall"sv, "call"sv},
    {"version"sv, "vers"sv, "nfsvers"sv, "ver"sv},
}};

field_set fields_of(std::string_view word) {
  while (!word.empty() && (word.back() < 'a' || word.back() > 'z')) word.remove_suffix(1);
  if (word.empty()) return 0;
  field_set out = 0;
  for (std::size_t k = 0; k < fields.size(); ++k)
    if (std::find(fields[k].begin(), fields[k].end(), word) != fields[k].end()) out |= field_set{1} << k;
  // A code is one of an exit or of an error.
  if (word == "code") out |= fields_of("exit");
  if (word == "pid" || word == "process") out |= fields_of("id");
  return out;
}

/// The fields under which a number of a record stands: of the words right before it, of its column, of what a
/// colon makes of it ("wiki.conf:4", "10.0.0.9:80").
field_set fields_of(const stated_number& n) {
  constexpr std::size_t few = 2;
  field_set out = 0;
  const auto words = words_of(n.key);
  for (std::size_t i = words.size() > few ? words.size() - few : 0; i < words.size(); ++i)
    out |= fields_of(words[i].text);
  if (n.key.size() > 1 && n.key.back() == ':' && !words.empty()) {
    const auto before = words.back().text;
    const bool after_digit = before.back() >= '0' && before.back() <= '9';
    if (before.find('.') != before.npos)
      out |= after_digit ? fields_of("port") : fields_of("line") | fields_of("port");
  }
  return out;
}

/// Which one, not how much: such a number has no unit and stands right behind its field.
bool is_identifier(std::string_view word) {
  constexpr std::array words{"pid"sv, "process"sv,  "port"sv,    "line"sv,
                             "id"sv,  "revision"sv, "syscall"sv, "call"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The fields that a clause gives its word `i` to, which is a number.
field_set fields_said(const std::vector<text_word>& words, std::size_t i, bool measured) {
  constexpr std::size_t reach = 6, behind = 2, close = 3;
  constexpr std::array ends{"and"sv, "or"sv,  "but"sv, "with"sv, "after"sv,
                            "at"sv,  "for"sv, "in"sv,  "to"sv,   "from"sv};
  const auto text = [&](std::size_t k) { return words[k].text; };
  // The whole of a part: "80G of 200G".
  if (i > 1 && text(i - 1) == "of" && number_of(text(i - 2))) return 0;
  // Another noun says what it counts or numbers: "partition 3", but "broker 3 leads".
  const bool numbered = i > 0 && !is_filler(text(i - 1)) && fields_of(text(i - 1)) == 0 &&
                        !names_thing({text(i - 1), 1, false}) && text(i - 1) != "about" &&
                        text(i - 1) != "only" && text(i - 1) != "call";
  field_set out = 0;
  bool code = false;
  for (std::size_t back = 1; !numbered && back <= reach && back <= i; ++back) {
    const auto w = text(i - back);
    if (number_of(w) || spelled_number(w)) break;
    if (std::find(ends.begin(), ends.end(), w) != ends.end()) break;
    if (is_identifier(w) && (measured || back > close)) continue;
    if (w == "code") {
      code = true;
      continue;
    }
    // "raw value": the word before says which.
    if (const auto f = fields_of(w); f != 0) out = f;
    // The nearest field is meant.
    if (out != 0 && w != "value" && w != "id") break;
  }
  if (code && out == 0) out = fields_of("code");
  for (auto k = i + 1; out == 0 && k < words.size() && k <= i + (numbered ? 1 : behind); ++k) {
    if (number_of(text(k))) break;
    if (!is_identifier(text(k))) out |= fields_of(text(k));
  }
  return out;
}

}  // namespace

std::vector<std::string> misplaced_numbers(std::span<const clause_facts> facts,
                                           std::span<const cited_record> records) {
  std::vector<std::string> out;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    const auto in = f.about();
    for (std::size_t i = 0; i < f.words.size(); ++i) {
      auto n = number_of(f.words[i].text);
      if (!n) continue;
      double unit = 0;
      if (n->unit.empty() && i + 1 < f.words.size() &&
          (time_unit(f.words[i + 1].text, unit) || size_unit(f.words[i + 1].text, unit)))
        n->unit = f.words[i + 1].text;
      const auto said = fields_said(f.words, i, !n->unit.empty());
      if (said == 0) continue;
      bool there = false, others = false, known = true, stands = false;
      for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
        if (!((in >> k) & 1)) continue;
        for (const auto& is : records[k].figures.numbers) {
          const auto under = fields_of(is);
          const bool same = same_amount(*n, is);
          if ((under & said) != 0) (same ? there : others) = true;
          stands = stands || same;
          if (same) known = known && under != 0;
        }
      }
      if (!there && (others || (stands && known)))
        out.push_back("\"" + std::string(f.words[i > 0 ? i - 1 : 0].text) + " " +
                      std::string(f.words[i].text) + "\"");
    }
  }
  return out;
}

}  // namespace fm::agent
