#include "documents/changed_settings.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace fm::evidence {
namespace {

constexpr std::size_t most_configurations = 8, most_changes = 40, longest_quote = 400;
constexpr std::array<std::string_view, 10> earlier = {"old",  "before", "previous", "prev", "orig",
                                                      "good", "backup", "working",  "bak",  "from"};
constexpr std::array<std::string_view, 8> later = {"new", "after",  "current", "now",
                                                   "bad", "broken", "failing", "to"};

/// The words of a file's name without its folder.
std::vector<std::string> words_of(std::string_view name) {
  if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::vector<std::string> out(1);
  for (const char c : name) {
    if (is_alpha(c))
      out.back().push_back(is_upper(c) ? static_cast<char>(c | 0x20) : c);
    else if (!out.back().empty())
      out.emplace_back();
  }
  std::erase(out, std::string());
  return out;
}

template <class List>
bool is_one_of(const List& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

template <class List>
bool says(const List& list, std::string_view name) {
  const auto words = words_of(name);
  return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return is_one_of(list, w); });
}

std::vector<std::string> words_without_state(std::string_view name) {
  auto words = words_of(name);
  std::erase_if(words, [](const std::string& w) {
    return w.size() == 1 || is_one_of(earlier, w) || is_one_of(later, w);
  });
  return words;
}

fact fact_of(std::uint32_t evidence, const placed_setting& s, const char* value_slot) {
  fact f;
  f.rule = "setting_changed";
  f.role = role::context;
  f.weight = .3;
  f.evidence = evidence;
  f.subject = s.key;
  f.slots = {{"key", s.key}, {value_slot, s.value}};
  f.lines = {{s.line, s.line}};
  f.quote = std::string(first_bytes(s.text, longest_quote));
  f.quote_line = s.line;
  return f;
}

using by_path = std::map<std::string_view, std::vector<const placed_setting*>>;

by_path paths_of(const std::vector<placed_setting>& settings) {
  by_path out;
  for (const auto& s : settings) out[s.path].push_back(&s);
  return out;
}

}  // namespace

void changed_settings::add(std::uint32_t evidence, kind what, std::string_view name, std::string_view text) {
  if (what != kind::config && what != kind::yaml_document && what != kind::manifest) return;
  if (all_.size() == most_configurations) return;
  all_.push_back({evidence, what, std::string(name), settings_of(text_lines(text))});
}

bool changed_settings::are_states_of_one(const configuration& a, const configuration& b) {
  if (a.what != b.what || words_without_state(a.name) != words_without_state(b.name)) return false;
  const auto one = paths_of(a.settings), other = paths_of(b.settings);
  std::size_t common = 0;
  for (const auto& [path, settings] : one) common += other.contains(path);
  return common >= 2 && common * 2 >= std::max(one.size(), other.size());
}

void changed_settings::compare(const configuration& old, const configuration& now, std::vector<fact>& out) {
  const auto was = paths_of(old.settings), is = paths_of(now.settings);
  std::size_t told = 0;
  for (const auto& s : now.settings) {
    const auto& same_path = is.at(s.path);
    const auto rank =
        static_cast<std::size_t>(std::find(same_path.begin(), same_path.end(), &s) - same_path.begin());
    const auto before_it = was.find(s.path);
    const auto* earlier_one =
        before_it != was.end() && rank < before_it->second.size() ? before_it->second[rank] : nullptr;
    if (earlier_one != nullptr && earlier_one->value == s.value) continue;
    if (++told > most_changes) return;
    if (earlier_one != nullptr) out.push_back(fact_of(old.evidence, *earlier_one, "old"));
    out.push_back(fact_of(now.evidence, s, "new"));
  }
  for (const auto& s : old.settings)
    if (!is.contains(s.path) && ++told <= most_changes) out.push_back(fact_of(old.evidence, s, "old"));
}

std::vector<fact> changed_settings::facts() const {
  std::vector<fact> out;
  for (std::size_t i = 0; i < all_.size(); ++i)
    for (std::size_t k = i + 1; k < all_.size(); ++k) {
      if (!are_states_of_one(all_[i], all_[k])) continue;
      const bool turned = (says(later, all_[i].name) && !says(later, all_[k].name)) ||
                          (says(earlier, all_[k].name) && !says(earlier, all_[i].name));
      compare(turned ? all_[k] : all_[i], turned ? all_[i] : all_[k], out);
    }
  return out;
}

}  // namespace fm::evidence
