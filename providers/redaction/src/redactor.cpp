#include "fm/redaction/redactor.hpp"

#include "characters.hpp"
#include "escapes.hpp"
#include "known_values.hpp"
#include "rule_book.hpp"
#include "scanners.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <map>

namespace fm::redaction {

namespace {

constexpr void (*scanners[])(const scan&) = {
    find_key_blocks,      find_url_credentials, find_formed,    find_secret_objects,
    find_headers,         find_commands,        find_named,     find_nested,
    find_calls_and_pairs, find_tables,          find_sentences, find_numbers,
    find_emails,          find_addresses,       find_accounts,  find_hosts};

/// Whole characters, without the placeholders of another redactor and the names of lines.
void adjust(std::vector<finding>& found, std::string_view text) {
  for (auto& f : found) {
    while (f.begin > 0 && continues_character(text[f.begin])) --f.begin;
    while (f.end < text.size() && continues_character(text[f.end])) ++f.end;
  }
  std::erase_if(found, [&](const finding& f) {
    const auto v = text.substr(f.begin, f.end - f.begin);
    return is_placeholder(v) || is_line_name(v);
  });
}

/// Secrets that overlap become one, of the kind that was found first, so that no end of any stays. Personal
/// data gives way to secrets, and the shorter piece of it to the longer one. By begin.
std::vector<finding> without_overlaps(const std::vector<finding>& found) {
  std::vector<std::pair<finding, std::size_t>> secrets;  // with their ranks
  std::vector<finding> personal;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].secret)
      secrets.emplace_back(found[i], i);
    else
      personal.push_back(found[i]);
  }
  std::stable_sort(secrets.begin(), secrets.end(),
                   [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
  std::map<std::size_t, finding> kept;
  std::size_t rank = 0;
  auto last = kept.end();
  for (const auto& [f, r] : secrets) {
    if (last != kept.end() && f.begin < last->second.end) {
      last->second.end = std::max(last->second.end, f.end);
      if (r < rank) last->second.word = f.word, rank = r;
      continue;
    }
    last = kept.emplace(f.begin, f).first;
    rank = r;
  }
  std::stable_sort(personal.begin(), personal.end(),
                   [](const finding& a, const finding& b) { return a.end - a.begin > b.end - b.begin; });
  for (const auto& f : personal) {
    const auto next = kept.lower_bound(f.begin);
    const bool free = (next == kept.end() || f.end <= next->first) &&
                      (next == kept.begin() || std::prev(next)->second.end <= f.begin);
    if (free) kept.emplace(f.begin, f);
  }
  std::vector<finding> out;
  for (const auto& [begin, f] : kept) out.push_back(f);
  return out;
}

}  // namespace

struct redactor::state {
  explicit state(const redactor_options& how) : options(how), names(how.key, how.case_id) {}

  redactor_options options;
  placeholders names;
  known_values values;
  std::uint64_t work = 0;

  /// What scanners find when letters that are written as escapes are read as letters.
  void find_escaped(std::string_view text, std::vector<finding>& found) {
    const auto plain = with_plain_letters(text);
    work += text.size();
    if (plain.text.empty()) return;
    std::vector<finding> more;
    const scan s{plain.text, more, work};
    for (const auto find : scanners) find(s);
    for (auto f : more) {
      // Other lines may have stood between.
      if (std::string_view(plain.text).substr(f.begin, f.end - f.begin).find('\n') != std::string_view::npos)
        continue;
      f.begin = plain.from[f.begin];
      f.end = plain.from[f.end];
      found.push_back(f);
    }
  }

  std::vector<finding> found_in(std::string_view text) {
    std::vector<finding> found;
    const scan s{text, found, work};
    if (options.own != nullptr) find_own(*options.own, s);
    for (const auto find : scanners) find(s);
    find_escaped(text, found);
    adjust(found, text);
    return found;
  }
};

redactor::redactor(const redactor_options& how) : state_(std::make_unique<state>(how)) {}
redactor::redactor(redactor&&) noexcept = default;
redactor::~redactor() = default;

void redactor::learn(std::string_view text) {
  if (!state_->options.replaces) return;
  for (const auto& f : without_overlaps(state_->found_in(text)))
    state_->values.add(text.substr(f.begin, f.end - f.begin), f.word);
}

providers::redacted_text redactor::redact(std::string_view text) {
  if (!state_->options.replaces) return providers::redacted_text(std::string(text));
  auto found = state_->found_in(text);
  for (const auto& f : without_overlaps(found))
    state_->values.add(text.substr(f.begin, f.end - f.begin), f.word);
  state_->values.find({text, found, state_->work});
  adjust(found, text);
  std::string out;
  std::size_t at = 0;
  for (const auto& f : without_overlaps(found)) {
    out.append(text.substr(at, f.begin - at));
    out += state_->names.of(text.substr(f.begin, f.end - f.begin), f.word, f.secret).text;
    at = f.end;
  }
  out.append(text.substr(at));
  return providers::redacted_text(std::move(out));
}

std::string redactor::restore(std::string_view text, value_form form) const {
  streamed_restorer all(state_->names, form);
  auto out = all.feed(text);
  return out + all.finish();
}

std::string redactor::restore_without_secrets(std::string_view text, value_form form) const {
  streamed_restorer personal(state_->names, form, false);
  auto out = personal.feed(text);
  return out + personal.finish();
}

const placeholders& redactor::known() const { return state_->names; }

std::vector<kind_count> redactor::counts() const {
  std::map<std::string, std::uint64_t> by_word;
  for (const auto& [name, e] : state_->names.all()) ++by_word[e.word];
  std::vector<kind_count> out;
  for (const auto& [word, n] : by_word) out.push_back({word, n});
  return out;
}

std::uint64_t redactor::work() const { return state_->work; }

}  // namespace fm::redaction
