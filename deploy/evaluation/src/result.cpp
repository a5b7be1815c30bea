#include "fm/evaluation/result.hpp"

#include "fm/evaluation/difference.hpp"

#include <fm/json/members.hpp>
#include <fm/json/value.hpp>

#include <algorithm>

namespace fm::evaluation {

namespace {

constexpr std::string_view format = "faultmaven.evaluation/1";
constexpr standing all_standings[] = {standing::not_run, standing::wrong, standing::unsure, standing::partly,
                                      standing::right};

json::value texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return out;
}

json::value one_json(const result& r) {
  json::value out;
  out.set("incident", r.incident)
      .set("provider", r.by.provider)
      .set("prompt", r.by.prompt)
      .set("run", std::int64_t{r.run})
      .set("outcome", word_of(r.how))
      .set("why", r.why)
      .set("unmet", texts(r.unmet))
      .set("facts", std::int64_t{r.facts})
      .set("facts_found", std::int64_t{r.found})
      .set("model_answer_stands", r.stands)
      .set("unsupported_claims", std::int64_t{r.unsupported})
      .set("calls", std::int64_t{r.calls})
      .set("input_tokens", r.input_tokens)
      .set("output_tokens", r.output_tokens)
      .set("cost_millionths", r.cost)
      .set("microseconds", r.took);
  return out;
}

json::value one_json(const summary& s) {
  json::value out;
  out.set("provider", s.by.provider).set("prompt", s.by.prompt).set("runs", std::int64_t{s.runs});
  for (const auto how : all_standings) {
    std::string name(word_of(how));
    std::replace(name.begin(), name.end(), ' ', '_');
    out.set(std::move(name), std::int64_t{s.of(how)});
  }
  out.set("facts", std::int64_t{s.facts})
      .set("facts_found", std::int64_t{s.found})
      .set("model_answers_stand", std::int64_t{s.stands})
      .set("unsupported_claims", std::int64_t{s.unsupported})
      .set("calls", std::int64_t{s.calls})
      .set("input_tokens", s.input_tokens)
      .set("output_tokens", s.output_tokens)
      .set("cost_millionths", s.cost)
      .set("microseconds", s.took);
  return out;
}

json::value one_json(const change& c) {
  json::value out;
  out.set("incident", c.incident).set("provider", c.by.provider).set("prompt", c.by.prompt);
  if (c.before.runs > 0) out.set("before", word_of(c.before.how));
  if (c.now.runs > 0) out.set("now", word_of(c.now.how));
  return out;
}

template <class T>
json::value list(const std::vector<T>& all) {
  json::array out;
  for (const auto& one : all) out.push_back(one_json(one));
  return out;
}

std::uint32_t count_in(const json::value& of, std::string_view name) {
  constexpr std::int64_t most = 1'000'000'000;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(json::integer_of(of, name), 0, most));
}

}  // namespace

std::vector<summary> summaries_of(const std::vector<result>& results) {
  std::vector<summary> out;
  for (const auto& r : results) {
    auto at = std::find_if(out.begin(), out.end(), [&](const summary& s) { return s.by == r.by; });
    if (at == out.end()) at = out.insert(out.end(), summary{.by = r.by});
    ++at->runs;
    ++at->standings[static_cast<std::size_t>(r.how)];
    at->facts += r.facts;
    at->found += r.found;
    at->stands += r.stands;
    at->unsupported += r.unsupported;
    at->calls += r.calls;
    at->input_tokens += r.input_tokens;
    at->output_tokens += r.output_tokens;
    at->cost += r.cost;
    at->took += r.took;
  }
  return out;
}

std::string to_json(const std::vector<result>& results, const difference* changes) {
  json::value out;
  out.set("format", format).set("summaries", list(summaries_of(results))).set("results", list(results));
  if (changes != nullptr) {
    json::value one;
    one.set("better", list(changes->better))
        .set("worse", list(changes->worse))
        .set("new", list(changes->added))
        .set("gone", list(changes->gone))
        .set("no_longer_run", list(changes->stopped))
        .set("run_again", list(changes->resumed))
        .set("same", std::int64_t{changes->same});
    out.set("changes", std::move(one));
  }
  return json::write(out, true) + "\n";
}

outcome<std::vector<result>> read_results(std::string_view text) {
  constexpr std::size_t most_bytes = 256u << 20;
  const auto read = json::parse(text, {.bytes = most_bytes});
  if (!read) return fail(ec::invalid, read.error);
  if (json::text_of(read.root, "format") != format)
    return fail(ec::invalid, "no results of the format " + std::string(format));
  const auto* rows = read.root.find("results");
  if (rows == nullptr || rows->as_array() == nullptr) return fail(ec::invalid, "it holds no results");
  std::vector<result> out;
  for (const auto& row : *rows->as_array()) {
    result r;
    r.incident = json::text_of(row, "incident");
    r.by = {json::text_of(row, "provider"), json::text_of(row, "prompt")};
    r.run = count_in(row, "run");
    const auto word = json::text_of(row, "outcome");
    const auto* how = std::find_if(std::begin(all_standings), std::end(all_standings),
                                   [&](standing s) { return word_of(s) == word; });
    if (r.incident.empty() || r.by.provider.empty() || how == std::end(all_standings))
      return fail(ec::invalid, "result " + std::to_string(out.size() + 1) + " is none");
    r.how = *how;
    r.facts = count_in(row, "facts");
    r.found = count_in(row, "facts_found");
    out.push_back(std::move(r));
  }
  return out;
}

}  // namespace fm::evaluation
