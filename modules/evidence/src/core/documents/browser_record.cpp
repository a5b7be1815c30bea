#include "documents/browser_record.hpp"

#include "documents/document_time.hpp"
#include "documents/manifest.hpp"

#include <charconv>

namespace fm::evidence {
namespace {

// People leave a page that takes longer than about this (Nielsen's ten seconds, halved for one request).
constexpr double slow_ms = 5000;

double number(const yaml::node* n) {
  double v = -1;
  if (n && n->is_scalar()) std::from_chars(n->text.data(), n->text.data() + n->text.size(), v);
  return v;
}

/// The phase that took most of the time, with its name's line.
const yaml::member* longest_phase(const yaml::node& entry) {
  const auto* timings = entry.find("timings");
  const yaml::member* best = nullptr;
  if (!timings) return best;
  for (const auto& m : timings->members)
    if (number(&m.value) > (best ? number(&best->value) : 0)) best = &m;
  return best;
}

void put(fact_draft& f, std::string_view slot, const yaml::node* n) {
  if (n && n->is_scalar()) f.slot_within(slot, n->text, n->line, n->end_line);
}

void tell(const yaml::node& entry, const reading& r, bool failed) {
  const auto* url = at_path(&entry, {"request", "url"});
  const auto* status = at_path(&entry, {"response", "status"});
  fact_draft f(r.evidence, r.lines, failed ? "request_failed" : "request_slow", role::cause,
               failed ? 0.85 : 0.75);
  put(f, "method", at_path(&entry, {"request", "method"}));
  put(f, "url", url);
  put(f, "status", status);
  put(f, "duration", entry.find("time"));
  if (const auto* phase = longest_phase(entry); phase && number(&phase->value) > slow_ms / 2) {
    f.slot("phase", phase->name, phase->line);
    put(f, "phase_duration", &phase->value);
  }
  f.about(before(url->text, "?")).quote(url->line);
  const auto began = parse_document_time(entry.string("startedDateTime"));
  f.times(began, began).level(severity::error).add(r.out.facts);
}

}  // namespace

bool is_browser_record(const yaml::node& root) {
  const auto* entries = at_path(&root, {"log", "entries"});
  return entries && entries->is_sequence() && !entries->items.empty() &&
         entries->items.front().find("request");
}

void read_browser_record(const yaml::node& root, const reading& r) {
  const auto* entries = at_path(&root, {"log", "entries"});
  for (const auto& e : entries->items) {
    if (!at_path(&e, {"request", "url"})) continue;
    const auto status = number(at_path(&e, {"response", "status"}));
    // Zero is a request that got no answer at all.
    const bool failed = status >= 500 || status == 0;
    if (failed || number(e.find("time")) >= slow_ms) tell(e, r, failed);
  }
}

}  // namespace fm::evidence
