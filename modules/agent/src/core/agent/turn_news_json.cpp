#include "agent/turn_news_json.hpp"

#include <fm/json/value.hpp>
#include <fm/utf8/cut.hpp>

namespace fm::agent {

namespace {

constexpr std::size_t longest_arguments = 1'000;

json::value call_value(const wanted_call& call, std::string_view state) {
  json::value out;
  out.set("state", std::string(state)).set("tool", call.name);
  out.set("arguments", std::string(first_bytes(call.arguments, longest_arguments)));
  return out;
}

}  // namespace

std::string stage_json(std::string_view stage, std::uint32_t round) {
  json::value out;
  out.set("stage", std::string(stage));
  if (round > 0) out.set("round", std::int64_t{round});
  return json::write(out);
}

std::string sentence_json(std::string_view text) {
  json::value out;
  out.set("text", std::string(text));
  return json::write(out);
}

std::string claim_json(std::string_view text, const std::vector<std::string>& cites) {
  json::value out;
  json::array names;
  for (const auto& c : cites) names.emplace_back(c);
  out.set("text", std::string(text)).set("cites", std::move(names));
  return json::write(out);
}

std::string tool_begun_json(const wanted_call& call) { return json::write(call_value(call, "begun")); }

std::string tool_ended_json(const wanted_call& call, const tool_result& result) {
  auto out = call_value(call, "ended");
  if (!result.error.empty()) {
    out.set("error", result.error);
  } else {
    out.set("shown", static_cast<std::int64_t>(result.shown))
        .set("total", static_cast<std::int64_t>(result.total))
        .set("bytes", static_cast<std::int64_t>(result.text.size()));
  }
  return json::write(out);
}

std::string usage_json(const consulted& answer) {
  json::value out;
  out.set("model", answer.model)
      .set("input_tokens", static_cast<std::int64_t>(answer.input_tokens))
      .set("cached_tokens", static_cast<std::int64_t>(answer.cached_tokens))
      .set("output_tokens", static_cast<std::int64_t>(answer.output_tokens));
  constexpr double million = 1e6;
  if (answer.cost > 0) out.set("cost", static_cast<double>(answer.cost) / million);
  return json::write(out);
}

std::string hypothesis_json(const hypothesis& h) {
  json::value out;
  out.set("statement", h.statement.text)
      .set("category", h.category)
      .set("likelihood", h.likelihood)
      .set("level", h.level);
  return json::write(out);
}

std::string source_json(const knowledge::passage& p, std::size_t number) {
  json::value out;
  out.set("name", "K" + std::to_string(number)).set("path", p.path).set("document_id", p.document_id);
  out.set("first_line", static_cast<std::int64_t>(p.first_line))
      .set("last_line", static_cast<std::int64_t>(p.last_line));
  return json::write(out);
}

}  // namespace fm::agent
