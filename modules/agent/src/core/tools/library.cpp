#include "tools/library.hpp"

#include "agent/wording.hpp"
#include "tools/catalog.hpp"

#include <fm/utf8/cut.hpp>
#include <fm/utf8/folding.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <utility>

namespace fm::agent::tools {

namespace {

constexpr std::size_t longest_passage = 1'500, longest_text = 400;

std::string clip(std::string_view text, std::size_t most) {
  const auto part = first_bytes(text, most);
  return part.size() == text.size() ? std::string(part) : std::string(part) + "…";
}

/// Words that say nothing of what a case is about.
constexpr std::array<std::string_view, 40> empty_words = {
    "and",   "are",   "but",   "can",   "does", "for",  "from",  "had",   "has",  "have",
    "how",   "into",  "its",   "not",   "now",  "our",  "since", "some",  "that", "the",
    "them",  "then",  "there", "these", "they", "this", "was",   "were",  "what", "when",
    "where", "which", "while", "who",   "why",  "will", "with",  "would", "you",  "your"};

bool is_empty_word(std::string_view word) {
  return std::find(empty_words.begin(), empty_words.end(), word) != empty_words.end();
}

using weights = std::map<std::string, double, std::less<>>;

/// How often which words occur; numbers and short words say too little.
weights words_of(std::string_view text) {
  weights out;
  std::string word;
  const auto end_word = [&] {
    constexpr std::size_t shortest = 3;
    // "timeouts" is "timeout".
    if (word.size() > shortest + 1 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
    const bool has_letter = std::any_of(
        word.begin(), word.end(), [](char c) { return std::isdigit(static_cast<unsigned char>(c)) == 0; });
    if (word.size() >= shortest && has_letter && !is_empty_word(word)) out[word] += 1;
    word.clear();
  };
  for (const char c : folded(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80)
      word += c;
    else
      end_word();
  }
  end_word();
  return out;
}

std::string text_of(const past_case& c) {
  std::string out = c.title + "\n" + c.problem + "\n" + c.root_cause;
  for (const auto& s : c.solutions) out += "\n" + s;
  return out;
}

/// Weighs words by how few cases have them; of length one.
void weigh(weights& words, const std::map<std::string, double, std::less<>>& rarity) {
  double sum = 0;
  for (auto& [word, n] : words) {
    const auto known = rarity.find(word);
    n = known == rarity.end() ? 0 : (1 + std::log(n)) * known->second;
    sum += n * n;
  }
  if (sum > 0)
    for (auto& [word, n] : words) n /= std::sqrt(sum);
}

std::string case_row(const similar_case& s) {
  const auto& c = *s.what;
  std::string out = "\"" + clip(c.title, longest_text) + "\" (" + c.status +
                    (c.closure_reason.empty() ? "" : ", " + c.closure_reason) + ", last changed " +
                    time_text(c.updated) + ", resemblance " + figure(s.score) + ", case " + c.id + ")";
  if (!c.problem.empty()) out += "\n  Problem: " + clip(c.problem, longest_text);
  if (!c.root_cause.empty()) out += "\n  Root cause: " + clip(c.root_cause, longest_text);
  constexpr std::size_t most_solutions = 3;
  for (std::size_t i = 0; i < c.solutions.size() && i < most_solutions; ++i)
    out += "\n  Solution: " + clip(c.solutions[i], longest_text);
  if (c.solutions.size() > most_solutions)
    out += "\n  " + counted(c.solutions.size() - most_solutions, "more solution");
  return out;
}

}  // namespace

plan<knowledge::search_visible> plan_knowledge(const call& c) {
  plan<knowledge::search_visible> out;
  constexpr std::uint32_t usual = 5;
  out.page = page_of(c, {}, usual, out.findings);
  out.request.case_id = c.case_id;
  out.request.queries = {text_argument(c.arguments, "query")};
  out.request.limit = most_passages;
  return out;
}

tool_result show_knowledge(const plan<knowledge::search_visible>& asked,
                           const knowledge::passages_found& found) {
  page_writer out(asked.page, usual_output_bytes);
  static const std::vector<knowledge::passage> none;
  const auto& all = found.results.empty() ? none : found.results.front();
  out.say(all.empty()
              ? "No passage that the caller may see answers this."
              : counted(all.size(), "passage") + (all.size() >= most_passages ? ", the best of those" : "") +
                    " that the caller may see, best first.");
  for (std::size_t i = asked.page.skip; i < all.size(); ++i) {
    const auto& p = all[i];
    const auto name = "K" + std::to_string(i + 1);
    std::string headings;
    for (const auto& h : p.headings) headings += (headings.empty() ? "" : " > ") + h;
    const auto text = clip(p.text, longest_passage);
    const auto row = name + " " + p.path + (headings.empty() ? "" : ": " + headings) + " (lines " +
                     std::to_string(p.first_line) + " to " + std::to_string(p.last_line) + ", score " +
                     figure(p.score) + ")\n" + text + "\n";
    std::vector<tool_citable> citables;
    citables.push_back({name, text});
    if (!out.row(row, std::move(citables))) break;
  }
  auto result = out.finish(all.size(), "passage");
  const auto from =
      all.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(asked.page.skip, all.size()));
  result.passages.assign(from, from + static_cast<std::ptrdiff_t>(result.citables.size()));
  return result;
}

std::vector<similar_case> similar_to(std::string_view query, const std::vector<past_case>& cases) {
  constexpr double least = .1;
  std::vector<weights> all;
  std::map<std::string, double, std::less<>> rarity;
  for (const auto& c : cases) {
    all.push_back(words_of(text_of(c)));
    for (const auto& [word, n] : all.back()) rarity[word] += 1;
  }
  auto wanted = words_of(query);
  for (auto& [word, n] : rarity) n = std::log(1 + static_cast<double>(cases.size()) / n);
  // A word that no case has is still one that is missed.
  for (const auto& [word, n] : wanted)
    rarity.try_emplace(word, std::log(1 + static_cast<double>(cases.size())));
  weigh(wanted, rarity);
  std::vector<similar_case> out;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    weigh(all[i], rarity);
    double score = 0;
    for (const auto& [word, n] : wanted)
      if (const auto own = all[i].find(word); own != all[i].end()) score += n * own->second;
    if (score >= least) out.push_back({&cases[i], std::min(score, 1.0)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const similar_case& a, const similar_case& b) { return a.score > b.score; });
  return out;
}

plan<look_at_past_cases> plan_similar(const call& c) {
  plan<look_at_past_cases> out;
  constexpr std::uint32_t usual = 5;
  out.page = page_of(c, {}, usual, out.findings);
  out.request.case_id = c.case_id;
  return out;
}

tool_result show_similar(const call& c, const plan<look_at_past_cases>& asked, const past_cases& found) {
  page_writer out(asked.page, usual_output_bytes);
  auto query = text_argument(c.arguments, "query");
  const bool by_query = !query.empty();
  if (!by_query) query = text_of(found.present);
  const auto similar = similar_to(query, found.cases);
  out.say(counted(similar.size(), "earlier case") + " of " + counted(found.cases.size(), "case") +
          (similar.size() == 1 ? " resembles " : " resemble ") +
          (by_query ? "the query" : "the present one") + (similar.empty() ? "." : ", most alike first."));
  if (found.more)
    out.note("Note: only the latest " + std::to_string(found.cases.size()) + " cases were compared.");
  for (std::size_t i = asked.page.skip; i < similar.size(); ++i) {
    const auto name = "C" + std::to_string(i + 1);
    auto text = case_row(similar[i]);
    std::vector<tool_citable> citables;
    citables.push_back({name, text});
    if (!out.row(name + " " + text, std::move(citables))) break;
  }
  return out.finish(similar.size(), "case");
}

}  // namespace fm::agent::tools
