#include "agent/next_steps.hpp"

#include "agent/wording.hpp"

#include <fm/evidence/rule_form.hpp>

#include <algorithm>

namespace fm::agent {

namespace {

using evidence::fact;
constexpr std::size_t longest_hint = 40;  // words

/// The first value of a slot among the facts; the subject as `subject`.
std::string value_of(std::string_view name, const std::vector<const fact*>& facts) {
  for (const auto* f : facts) {
    if (const auto& v = f->get(name); !v.empty()) return v;
    if (name == "subject" && !f->subject.empty()) return f->subject;
  }
  return {};
}

/// Fills a step; false when a slot has neither a value nor a word in its place.
bool fill_step(std::string_view form, const std::vector<const fact*>& facts, bool for_shell,
               std::string& out) {
  std::size_t from = 0;
  for (const auto& slot : evidence::form_slots(form)) {
    out += form.substr(from, slot.begin - from);
    const auto value = value_of(slot.name, facts);
    if (!value.empty())
      out += for_shell ? shell_word(value) : value;
    else if (slot.has_word)
      out += slot.word;
    else
      return false;
    from = slot.end;
  }
  out += form.substr(from);
  return true;
}

/// What the table of the fact's rule says of a slot's value; empty when it says nothing.
std::string meaning_of(std::string_view slot, const fact& f, const evidence::rule_book& rules) {
  const auto& codes = rules.of(f.rule).codes;
  const auto table = codes.find(std::string(slot));
  if (table == codes.end()) return {};
  const auto* entry = rules.code(table->second, f.get(slot));
  if (entry == nullptr) return {};
  return entry->name.empty() ? entry->means : entry->name + ", " + entry->means;
}

}  // namespace

std::string shell_word(std::string_view value) {
  const bool plain =
      !value.empty() && value.front() != '-' && value.front() != '~' &&
      std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_-./:@%+,=").find(static_cast<char>(c)) != std::string_view::npos;
      });
  if (plain) return std::string(value);
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'')
      out += "'\\''";
    else if (static_cast<unsigned char>(c) >= ' ')  // a line break would end the command
      out.push_back(c);
  }
  return out + "'";
}

std::vector<next_step> next_steps_for(const evidence::rule& of, const std::vector<const fact*>& facts,
                                      std::string_view context) {
  std::vector<next_step> out;
  // Who wrote the program knows best what helps.
  if (const auto hint = value_of("hint", facts); !hint.empty())
    add_step(out, {.say = "Do what the program says itself: " + excerpt(hint, {}, longest_hint), .run = {}});
  for (const auto& step : of.steps) {
    const bool fits =
        step.when.empty() || std::any_of(step.when.begin(), step.when.end(), [&](const std::string& word) {
          return contains_folded(context, word) ||
                 std::any_of(facts.begin(), facts.end(),
                             [&](const fact* f) { return contains_folded(f->quote, word); });
        });
    if (!fits) continue;
    next_step filled;
    if (!fill_step(step.say, facts, false, filled.say)) continue;
    if (!fill_step(step.run, facts, true, filled.run)) filled.run.clear();
    add_step(out, std::move(filled));
  }
  return out;
}

void add_step(std::vector<next_step>& list, next_step step) {
  if (std::none_of(list.begin(), list.end(), [&](const next_step& s) { return s.say == step.say; }))
    list.push_back(std::move(step));
}

std::string worded(std::string_view form, const fact& f, const evidence::rule_book& rules) {
  constexpr std::string_view mark = ":meaning}";
  std::string out(form);
  for (auto at = out.find(mark); at != std::string::npos; at = out.find(mark)) {
    const auto open = out.rfind('{', at);
    if (open == std::string::npos) return out;
    const auto said = meaning_of(std::string_view(out).substr(open + 1, at - open - 1), f, rules);
    const auto end = at + mark.size();
    const auto part = out.rfind('[', open), part_end = out.find(']', end);
    const bool optional =
        part != std::string::npos && part_end != std::string::npos && out.find(']', part) == part_end;
    if (said.empty() && optional)
      out.erase(part, part_end + 1 - part);
    else
      out.replace(open, end - open, said);
  }
  return out;
}

}  // namespace fm::agent
