#include "investigation_json.hpp"

#include "agent/wording.hpp"
#include "fm/evidence/kind_names.hpp"
#include "fm/json/value.hpp"

namespace fm::program {

namespace {

using agent::time_text;

json::value time_or_null(evidence::micros t) {
  return t == evidence::no_time ? json::value() : json::value(time_text(t));
}

json::value list(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& t : texts) out.emplace_back(t);
  return out;
}

json::value citations(const std::vector<agent::citation>& all) {
  json::array out;
  for (const auto& c : all) {
    json::value one;
    if (c.passage != 0) {
      one.set("passage", "K" + std::to_string(c.passage)).set("anchor", c.anchor);
    } else if (c.picture != 0) {
      one.set("picture", "P" + std::to_string(c.picture));
    } else {
      one.set("evidence", "E" + std::to_string(c.evidence));
      json::array lines;
      for (const auto& r : c.lines) lines.push_back(json::array{json::value(r.first), json::value(r.last)});
      one.set("lines", std::move(lines));
    }
    out.push_back(std::move(one));
  }
  return out;
}

json::value claim(const agent::claim& c) {
  json::value out;
  json::value slots{json::object{}};
  for (const auto& s : c.slots) slots.set(s.name, s.value);
  out.set("text", c.text)
      .set("template", c.form)
      .set("slots", std::move(slots))
      .set("citations", citations(c.citations));
  return out;
}

json::value claims(const std::vector<agent::claim>& all) {
  json::array out;
  for (const auto& c : all) out.push_back(claim(c));
  return out;
}

const char* verdict_word(agent::verdict v) {
  switch (v) {
    case agent::verdict::problem:
      return "problem";
    case agent::verdict::unexplained:
      return "unexplained";
    case agent::verdict::healthy:
      return "healthy";
    case agent::verdict::unanswered:
      return "unanswered";
  }
  return "unanswered";
}

json::value texts(const std::vector<evidence::next_step>& all) {
  json::array out;
  for (const auto& step : all) out.emplace_back(step.text());
  return json::value(std::move(out));
}

json::value steps(const std::vector<evidence::next_step>& all) {
  json::array out;
  for (const auto& step : all) {
    json::value one;
    one.set("say", step.say);
    if (!step.run.empty()) one.set("run", step.run);
    out.push_back(std::move(one));
  }
  return json::value(std::move(out));
}

json::value hypothesis(const agent::hypothesis& h) {
  json::value out;
  json::array runbooks;
  for (auto k : h.passages) runbooks.emplace_back("K" + std::to_string(k));
  out.set("statement", claim(h.statement))
      .set("rule", h.rule)
      .set("category", h.category)
      .set("likelihood", h.likelihood)
      .set("level", h.level)
      .set("supporting", claims(h.supporting))
      .set("refuting", claims(h.refuting))
      .set("next_steps", texts(h.next_steps))
      .set("actions", steps(h.next_steps))
      .set("runbooks", std::move(runbooks));
  return out;
}

json::value digest(const evidence::digest& d) {
  json::value out;
  json::array patterns;
  for (std::size_t i = 0; i < d.patterns.size() && i < 20; ++i) {
    const auto& p = d.patterns[i];
    json::value one;
    one.set("template", p.text)
        .set("count", p.count)
        .set("severity", evidence::to_string(p.level))
        .set("example", p.example);
    patterns.push_back(std::move(one));
  }
  out.set("id", "E" + std::to_string(d.evidence))
      .set("path", d.name)
      .set("kind", evidence::to_string(d.kind))
      .set("format", d.format)
      .set("bytes", d.bytes)
      .set("lines", d.lines)
      .set("first", time_or_null(d.first))
      .set("last", time_or_null(d.last))
      .set("templates", d.pattern_count)
      .set("most_frequent", std::move(patterns))
      .set("notes", list(d.notes));
  return out;
}

}  // namespace

std::string to_json(const agent::investigation& found) {
  json::value scope;
  scope.set("window", found.scope.window)
      .set("from", time_or_null(found.scope.first))
      .set("to", time_or_null(found.scope.last))
      .set("names", list(found.scope.names))
      .set("unknown_names", list(found.scope.unknown))
      .set("asks_health", found.scope.asks_health)
      .set("asks_summary", found.scope.asks_summary);
  json::array hypotheses, timeline, runbooks, files;
  for (const auto& h : found.hypotheses) hypotheses.push_back(hypothesis(h));
  for (const auto& e : found.timeline) {
    json::value one;
    one.set("time", time_or_null(e.time)).set("what", claim(e.what));
    timeline.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < found.passages.size(); ++i) {
    const auto& p = found.passages[i];
    json::value one;
    one.set("id", "K" + std::to_string(i + 1))
        .set("path", p.path)
        .set("headings", list(p.headings))
        .set("anchor", p.anchor)
        .set("first_line", p.first_line)
        .set("last_line", p.last_line)
        .set("score", p.score)
        .set("text", p.text);
    runbooks.push_back(std::move(one));
  }
  for (const auto& d : found.evidence) files.push_back(digest(d));
  json::array pictures;
  for (std::size_t i = 0; i < found.pictures.size(); ++i) {
    const auto& [of, shown, why_not] = found.pictures[i];
    json::value one;
    one.set("id", "P" + std::to_string(i + 1))
        .set("path", of.source.name)
        .set("media_type", of.is.media_type)
        .set("width", std::uint64_t{of.is.width})
        .set("height", std::uint64_t{of.is.height})
        .set("bytes", of.is.bytes)
        .set("shown", shown)
        .set("why_not", why_not);
    pictures.push_back(std::move(one));
  }
  json::value out;
  out.set("schema", investigation_schema)
      .set("question", found.question)
      .set("verdict", verdict_word(found.verdict))
      .set("confidence", found.confidence)
      .set("level", found.level)
      .set("scope", std::move(scope))
      .set("conclusion", claims(found.conclusion))
      .set("hypotheses", std::move(hypotheses))
      .set("timeline", std::move(timeline))
      .set("next_steps", texts(found.next_steps))
      .set("actions", steps(found.next_steps))
      .set("questions", list(found.questions))
      .set("runbooks", std::move(runbooks))
      .set("evidence", std::move(files))
      .set("pictures", std::move(pictures))
      .set("notes", list(found.notes))
      .set("answer", found.answer);
  return json::write(out, true) + "\n";
}

}  // namespace fm::program
