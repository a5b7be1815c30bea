#include "outcome_json.hpp"

#include <fm/json/value.hpp>

#include <algorithm>

namespace fm::test {

namespace {

constexpr std::size_t longest_told = 160;
constexpr std::string_view instead = "The built-in analysis says instead: ";

bool is_kind_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_name_letter(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

/// `EMAIL_3k9x0a7p` without its name, which is another one in each case.
void blur_placeholders(std::string& text) {
  constexpr std::size_t name_length = 8;
  for (auto at = text.find('_'); at != std::string::npos; at = text.find('_', at + 1)) {
    const auto name = text.substr(at + 1, name_length);
    if (at > 2 && is_kind_letter(text[at - 1]) && is_kind_letter(text[at - 2]) &&
        name.size() == name_length && std::all_of(name.begin(), name.end(), is_name_letter))
      text.erase(at, name_length + 1);
  }
}

std::string cut(const std::string& text) {
  std::string out;
  for (const char c : text) out.push_back(c == '\n' ? ' ' : c);
  blur_placeholders(out);
  if (out.size() <= longest_told) return out;
  out.resize(longest_told);
  while (!out.empty() && (out.back() & 0x80) != 0) out.pop_back();
  return out + "...";
}

json::value cites_of(const agent::claim& c) {
  json::array out;
  for (const auto& at : c.citations) {
    if (at.passage > 0) out.emplace_back("K" + std::to_string(at.passage));
    for (const auto& r : at.lines)
      out.emplace_back("E" + std::to_string(at.evidence) + ":" + std::to_string(r.first) +
                       (r.last > r.first ? "-" + std::to_string(r.last) : ""));
  }
  return out;
}

json::value claim_json(const agent::claim& c) {
  json::value out;
  if (c.text.starts_with(instead)) return out.set("text", instead);
  return out.set("text", cut(c.text)).set("cites", cites_of(c));
}

bool same_words(const agent::investigation& a, const agent::investigation& b) {
  return std::equal(a.conclusion.begin(), a.conclusion.end(), b.conclusion.begin(), b.conclusion.end(),
                    [](const auto& x, const auto& y) { return x.text == y.text; });
}

template <class T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

std::string outcome_json(const agent::investigation& found, const agent::investigation& without,
                         const std::vector<asked_once>& asked) {
  json::array conclusion, hypotheses, steps, questions, notes, calls;
  for (const auto& c : found.conclusion) conclusion.push_back(claim_json(c));
  for (const auto& h : found.hypotheses)
    if (h.rule == "model") {
      auto one = claim_json(h.statement);
      hypotheses.push_back(std::move(one.set("likelihood", h.likelihood).set("level", h.level)));
    }
  for (const auto& s : found.next_steps)
    if (!holds(without.next_steps, s)) {
      json::value one;
      steps.push_back(std::move(one.set("say", cut(s.say)).set("run", cut(s.run))));
    }
  for (const auto& q : found.questions)
    if (!holds(without.questions, q)) questions.emplace_back(cut(q));
  for (const auto& n : found.notes)
    if (!holds(without.notes, n)) notes.emplace_back(cut(n));
  for (const auto& a : asked) {
    json::value one;
    one.set("messages", std::uint64_t{a.messages}).set("tools_offered", a.tools > 0);
    // The first question is the prompt, which is long and tested elsewhere.
    if (!calls.empty()) one.set("told_last", cut(a.last));
    calls.push_back(std::move(one));
  }
  const auto& m = found.by_model;
  json::value out;
  out.set("model_answer_stands", m.stands)
      .set("unsupported", std::int64_t{m.unsupported})
      .set("trouble", m.trouble)
      .set("conclusion", m.stands ? json::value(std::move(conclusion)) : json::value("built-in"))
      .set("hypotheses", std::move(hypotheses))
      .set("next_steps", std::move(steps))
      .set("questions", std::move(questions))
      .set("notes", std::move(notes))
      .set("calls", std::move(calls));
  return json::write(out, true) + "\n";
}

std::string breach_in(const agent::investigation& found, const agent::investigation& without) {
  if (!found.by_model.stands && !same_words(found, without))
    return "the built-in conclusion is changed although the model's does not stand";
  if (found.verdict != without.verdict) return "a model changes the verdict";
  if (found.confidence > without.confidence) return "a model raises the confidence";
  for (const auto& c : found.conclusion) {
    if (c.citations.empty()) return "a sentence cites nothing: " + c.text;
    for (const auto& at : c.citations)
      for (const auto& r : at.lines)
        if (at.evidence == 0 || at.evidence > found.evidence.size() || r.first < 1 || r.last < r.first ||
            r.last > found.evidence[at.evidence - 1].lines)
          return "a sentence cites what there is not: " + c.text;
  }
  for (const auto& h : found.hypotheses)
    if (h.rule == "model" && h.likelihood >= .7) return "a model is sure: " + h.statement.text;
  for (const std::string_view raw : {"<script", "<img", "](http", "](javascript", "\x1b"})
    for (auto at = found.answer.find(raw); at != std::string::npos; at = found.answer.find(raw, at + 1))
      if (at == 0 || found.answer[at - 1] != '\\') return "the answer holds " + std::string(raw);
  return {};
}

}  // namespace fm::test
