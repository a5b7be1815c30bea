#include "agent/changes.hpp"

#include "agent/next_steps.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <cctype>

namespace fm::agent {

namespace {

using evidence::fact;

constexpr std::size_t most_told = 8;

/// One setting with the facts that show it: one of a diff, or one of each state of a configuration.
struct change {
  const fact* old = nullptr;
  const fact* now = nullptr;
  const std::string& key() const { return (now != nullptr ? now : old)->get("key"); }
  std::string_view old_value() const { return old != nullptr ? std::string_view(old->get("old")) : ""; }
  std::string_view new_value() const { return now != nullptr ? std::string_view(now->get("new")) : ""; }
};

std::vector<change> changes_in(const investigation& of) {
  std::vector<change> out;
  for (const auto& d : of.evidence)
    for (const auto& f : d.facts) {
      if (f.get("key").empty()) continue;
      const bool was = !f.get("old").empty(), is = !f.get("new").empty();
      if (was && is) {
        out.push_back({&f, &f});
      } else if (was || is) {
        const auto other = std::find_if(out.begin(), out.end(), [&](const change& c) {
          return c.key() == f.get("key") && (was ? c.old == nullptr : c.now == nullptr) &&
                 (was ? c.now : c.old)->evidence != f.evidence;
        });
        if (other == out.end())
          out.push_back({was ? &f : nullptr, is ? &f : nullptr});
        else
          (was ? other->old : other->now) = &f;
      }
    }
  return out;
}

claim claim_of_change(const change& c) {
  claim out;
  out.form = c.old == nullptr   ? "{key} was added: {new}"
             : c.now == nullptr ? "{key} was removed; it was {old}"
                                : "{key} was changed from {old} to {new}";
  out.slots = {{"key", c.key()}, {"old", std::string(c.old_value())}, {"new", std::string(c.new_value())}};
  std::erase_if(out.slots, [](const slot& s) { return s.value.empty(); });
  if (c.old != nullptr) out.citations.push_back(cite(*c.old));
  if (c.now != nullptr && c.now != c.old) out.citations.push_back(cite(*c.now));
  out.text = fill(out.form, out.slots);
  return out;
}

/// Whether a value would stand in a message for another reason than this setting.
bool is_common(std::string_view value) {
  const bool number = value.find_first_not_of("0123456789") == std::string_view::npos;
  return value.size() < (number ? 4u : 3u) ||
         contains_folded("true false none null info warn error debug on off", value);
}

bool stands_in(std::string_view text, std::string_view word) {
  const auto part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !part(text[at - 1])) && (end == text.size() || !part(text[end]))) return true;
  }
  return false;
}

/// Whether the lines of a cause name the setting, or the value that it has now.
bool is_named_by(const change& c, const candidate& cause) {
  constexpr std::size_t telling_key = 5;
  const auto& key = c.key();
  const auto last = std::string_view(key).substr(key.find_last_of("./") + 1);
  return std::any_of(cause.facts.begin(), cause.facts.end(), [&](const fact* f) {
    if (f == c.now || f == c.old) return false;
    const auto names = [&](std::string_view text) {
      return (last.size() >= telling_key && stands_in(text, last)) ||
             (!is_common(c.new_value()) && stands_in(text, c.new_value()));
    };
    return names(f->quote) ||
           std::any_of(f->slots.begin(), f->slots.end(), [&](const slot& s) { return names(s.value); });
  });
}

}  // namespace

void tell_changed_settings(investigation& out, const question_scope& asked,
                           const std::vector<candidate>& told, std::vector<next_step>& steps,
                           const evidence::rule_book& rules) {
  auto all = changes_in(out);
  if (all.empty()) return;
  const auto end_of_named =
      told.empty() ? all.begin() : std::stable_partition(all.begin(), all.end(), [&](const change& c) {
        return is_named_by(c, told.front());
      });
  std::vector<claim> claims;
  for (auto c = all.begin(); c != end_of_named && claims.size() < most_told; ++c) {
    auto tied = claim_of_change(*c);
    if (!out.hypotheses.empty()) out.hypotheses.front().supporting.push_back(tied);
    claims.push_back(std::move(tied));
    const auto& shown = c->now != nullptr ? *c->now : *c->old;
    for (auto& step : next_steps_for(rules.of(shown.rule), {c->old != nullptr ? c->old : &shown, &shown}))
      add_step(steps, std::move(step));
  }
  if (!asked.asks_change) {
    out.conclusion.insert(out.conclusion.end(), claims.begin(), claims.end());
    return;
  }
  for (auto c = end_of_named; c != all.end() && claims.size() < most_told; ++c)
    claims.push_back(claim_of_change(*c));
  // Who asks for the changes alone has the answer.
  if (out.verdict == verdict::unanswered && !out.conclusion.empty())
    out.conclusion.erase(out.conclusion.begin());
  out.conclusion.insert(out.conclusion.begin(), claims.begin(), claims.end());
}

}  // namespace fm::agent
