#include "probe_text.hpp"

#include <fm/json/value.hpp>

#include <algorithm>

namespace fm::program {

namespace {

std::string context_of(const model::probe_report& r) {
  if (r.context == 0) return "not known";
  return std::to_string(r.context) +
         (r.context_by_vendor ? " tokens (the vendor says so)" : " tokens (LLM_CONTEXT_TOKENS)");
}

std::string row(std::string name, std::string_view value) {
  constexpr std::size_t width = 24;
  name.resize(std::max(width, name.size()), ' ');
  return "  " + name + std::string(value) + "\n";
}

}  // namespace

std::string to_text(const std::vector<model::probe_report>& reports) {
  std::string out;
  for (const auto& r : reports) {
    out += r.model + "\n" + row("usable", r.usable ? std::string("yes") : "no: " + r.why) +
           row("context", context_of(r)) + row("calls tools", to_string(r.tools)) +
           row("calls them streaming", to_string(r.tools_streamed)) +
           row("keeps to a schema", to_string(r.schema)) + row("sees pictures", to_string(r.images));
    for (const auto& n : r.notes) out += row("note", n);
    out += row("the probe took", std::to_string(r.calls) + " calls, " + std::to_string(r.tokens) +
                                     " tokens as the vendor counts");
  }
  return out;
}

std::string to_json(const std::vector<model::probe_report>& reports) {
  json::array out;
  for (const auto& r : reports) {
    json::array notes;
    for (const auto& n : r.notes) notes.push_back(n);
    out.push_back(json::object{{"model", r.model},
                               {"usable", r.usable},
                               {"why", r.why},
                               {"context_tokens", std::uint64_t{r.context}},
                               {"context_by_vendor", r.context_by_vendor},
                               {"tools", std::string(to_string(r.tools))},
                               {"tools_streamed", std::string(to_string(r.tools_streamed))},
                               {"schema", std::string(to_string(r.schema))},
                               {"images", std::string(to_string(r.images))},
                               {"notes", std::move(notes)},
                               {"calls", std::uint64_t{r.calls}},
                               {"tokens", r.tokens}});
  }
  return json::write(out) + "\n";
}

std::string summary_of(const model::probe_report& r) {
  if (!r.usable) return "cannot be used: " + r.why;
  return "tools " + std::string(to_string(r.tools)) + ", streamed " +
         std::string(to_string(r.tools_streamed)) + ", schema " + std::string(to_string(r.schema)) +
         ", pictures " + std::string(to_string(r.images)) + ", context " + context_of(r);
}

}  // namespace fm::program
