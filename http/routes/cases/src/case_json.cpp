#include "case_json.hpp"

#include "case_v1_json.hpp"
#include "case_version.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, 3> role_words = {"user", "assistant", "system"};
constexpr std::array<std::string_view, 6> hypothesis_words = {"captured", "active",  "validated",
                                                              "refuted",  "retired", "superseded"};
constexpr std::array<std::string_view, 7> resolution_words = {
    "resolved", "not_reproducible", "duplicate", "wont_fix", "invalid", "escalated", "abandoned"};

constexpr text_rule title_rule{.required = true, .min = 1, .max = 255};
constexpr std::size_t description_characters = 5'000;
constexpr std::size_t text_characters = 100'000;

constexpr std::array<std::string_view, 7> every_status{
    "consulting", "investigating", "resolved", "closed", "root_cause_analysis", "verifying", "inquiry"};

cases::changed_text changed(std::optional<std::string> text) {
  return text ? cases::changed_text{true, std::move(*text)} : cases::changed_text{};
}

}  // namespace

std::span<const std::string_view> status_words() { return every_status; }

bool is_status_word(std::string_view word) {
  return std::find(every_status.begin(), every_status.end(), word) != every_status.end();
}

std::string present_status(std::string word) {
  if (word == "inquiry") return "consulting";
  return word == "verifying" || word == "root_cause_analysis" ? "investigating" : std::move(word);
}

std::string_view state_word(std::string_view status) { return status == "consulting" ? "inquiry" : status; }

json::value case_json(const cases::case_record& c, const request& r) {
  json::value out;
  out.set("id", c.id)
      .set("owner_id", c.owner)
      .set("title", c.title)
      .set("description", c.description)
      .set("status", c.status)
      .set("priority", c.priority)
      .set("created_at", time_text(c.created))
      .set("updated_at", time_text(c.updated))
      .set("resolved_at", time_or_null(c.resolved))
      .set("closed_at", time_or_null(c.closed))
      .set("tags", json_texts(c.tags))
      .set("category", text_or_null(c.category))
      .set("version", c.version)
      .set("current_turn", std::uint64_t{c.turns})
      .set("message_count", std::uint64_t{c.message_count});
  if (r.speaks == dialect::v1) add_v1_fields(out, c);
  return out;
}

json::value cases_json(const std::vector<cases::case_record>& all, const request& r) {
  json::array out;
  out.reserve(all.size());
  for (const auto& c : all) out.push_back(case_json(c, r));
  return json::value(std::move(out));
}

json::value data_added_json(const cases::data_item& d) {
  json::value out;
  out.set("case_id", d.case_id).set("data_id", d.data_id).set("message", "the data item was stored");
  return out;
}

json::value message_json(const cases::case_message& m) {
  json::value out;
  out.set("id", m.id)
      .set("case_id", m.case_id)
      .set("role", m.role)
      .set("content", m.content)
      .set("created_at", time_text(m.created))
      .set("turn_number", std::uint64_t{m.turn});
  if (m.state != "done") out.set("state", m.state);
  if (!m.metadata.empty())
    if (auto read = json::parse(m.metadata)) out.set("message_metadata", std::move(read.root));
  return out;
}

json::value hypothesis_json(const cases::hypothesis_record& h) {
  json::value out;
  out.set("id", h.id)
      .set("case_id", h.case_id)
      .set("title", h.title)
      .set("description", h.description)
      .set("confidence", h.confidence < 0 ? json::value() : json::value(h.confidence))
      .set("validated", h.validated)
      .set("created_at", time_text(h.created))
      .set("status", h.status)
      .set("validation_notes", text_or_null(h.notes))
      .set("updated_at", time_text(h.updated));
  return out;
}

json::value solution_json(const cases::solution_record& s) {
  json::value out;
  out.set("id", s.id)
      .set("case_id", s.case_id)
      .set("title", s.title)
      .set("description", s.description)
      .set("implementation_steps", json_texts(s.steps))
      .set("implemented", s.implemented)
      .set("created_at", time_text(s.created));
  return out;
}

parsed<std::string> case_id_of(const exchange& x) {
  const auto& id = x.request->path_args.at(0);
  if (!is_uuid(id)) return unknown_object("case", id);
  return id;
}

parsed<cases::create_case> parse_create_case(const exchange& x) {
  fields f(*x.request, x.request->speaks == dialect::v1);
  cases::create_case m;
  // The clients below /api/v1 may leave out every field.
  const bool root = x.request->speaks == dialect::root;
  m.title = f.text("title", {.required = root, .min = 1, .max = 255}).value_or("");
  m.description = f.text("description", {.required = root, .max = description_characters}).value_or("");
  if (!root) m.metadata = f.object("metadata").value_or("");
  m.priority = f.word("priority", priority_words).value_or("medium");
  m.category = f.text("category", {.max = 100}).value_or("");
  m.tags = f.texts("tags").value_or(std::vector<std::string>());
  m.context = f.object("context").value_or("");
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<cases::update_case> parse_update_case(const exchange& x) {
  fields f(*x.request);
  cases::update_case m;
  m.title = changed(f.text("title", {.min = 1, .max = 255}));
  m.description = changed(f.text("description", {.max = description_characters}));
  m.priority = changed(f.word("priority", priority_words));
  m.category = changed(f.text("category", {.max = 100}));
  m.status = changed(f.word("status", status_words()));
  m.status.text = present_status(std::move(m.status.text));
  if (auto tags = f.texts("tags")) {
    m.has_tags = true;
    m.tags = std::move(*tags);
  }
  return for_version(x, f.issues(), std::move(m));
}

parsed<cases::set_status> parse_patch_status(const exchange& x) {
  fields f(*x.request);
  cases::set_status m;
  m.status = present_status(f.word("status", status_words(), true).value_or(""));
  m.reason = f.text("reason", {.max = 1'000}).value_or("");
  return for_version(x, f.issues(), std::move(m));
}

parsed<cases::set_status> parse_post_status(const exchange& x) {
  fields f(*x.request);
  if (f.ok()) {
    const auto* status = f.raw("status");
    const auto* word = status ? status->as_string() : nullptr;
    if (!word || !is_status_word(*word))
      return problem(400, "status must be one of consulting, investigating, resolved, closed");
  }
  return parse_patch_status(x);
}

parsed<cases::close_case> parse_close_case(const exchange& x) {
  fields f(*x.request, true);
  cases::close_case m;
  m.resolution = f.word("resolution", resolution_words).value_or("");
  m.notes = f.text("resolution_notes", {.max = 5'000}).value_or("");
  m.resolved_by = f.text("resolved_by", {.max = 1'000}).value_or("");
  return for_version(x, f.issues(), std::move(m));
}

parsed<cases::add_message> parse_add_message(const exchange& x) {
  fields f(*x.request);
  cases::add_message m;
  m.role = f.word("role", role_words, true).value_or("");
  m.content = f.text("content", {.required = true, .min = 1, .max = text_characters}).value_or("");
  m.metadata = f.object("message_metadata").value_or("");
  return for_case(x, f.issues(), std::move(m));
}

parsed<cases::add_data> parse_add_data(const exchange& x) {
  fields f(*x.request);
  cases::add_data m;
  if (f.ok()) m.value = x.request->body;
  return for_case(x, f.issues(), std::move(m));
}

parsed<cases::suggest_title> parse_suggest_title(const exchange& x) {
  fields f(*x.request, true);
  query_fields q(*x.request);
  cases::suggest_title m;
  m.most_words = static_cast<std::uint32_t>(f.integer("max_words", {.min = 3, .max = 12}).value_or(8));
  m.hint = f.text("hint", {.max = 500}).value_or("");
  m.force = q.flag("force").value_or(false);
  if (!q.ok()) return unprocessable(q.issues());
  return for_case(x, f.issues(), std::move(m));
}

parsed<cases::list_messages> parse_list_messages(const exchange& x) {
  query_fields q(*x.request);
  cases::list_messages m;
  // The client of 2025 asks once and does not page.
  const std::int64_t usual = x.request->speaks == dialect::v1 ? 200 : 50;
  if (x.request->speaks == dialect::v1) q.flag("include_debug");
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 200}).value_or(usual));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  return for_case(x, q.issues(), std::move(m));
}

parsed<cases::add_hypothesis> parse_add_hypothesis(const exchange& x) {
  fields f(*x.request);
  cases::add_hypothesis m;
  m.title = f.text("title", title_rule).value_or("");
  m.description = f.text("description", {.required = true, .max = text_characters}).value_or("");
  m.confidence = f.number("confidence", {.min = 0, .max = 1}).value_or(-1);
  return for_case(x, f.issues(), std::move(m));
}

parsed<cases::update_hypothesis> parse_update_hypothesis(const exchange& x) {
  constexpr std::array<std::string_view, 6> known = {"title",     "description",      "confidence",
                                                     "validated", "validation_notes", "status"};
  fields f(*x.request);
  cases::update_hypothesis m;
  m.title = changed(f.text("title", {.min = 1, .max = 255, .nullable = false}));
  m.description = changed(f.text("description", {.max = text_characters, .nullable = false}));
  m.notes = changed(f.text("validation_notes", {.max = text_characters, .nullable = false}));
  m.status = changed(f.word("status", hypothesis_words));
  m.confidence = f.number("confidence", {.min = 0, .max = 1, .nullable = false}).value_or(-1);
  if (auto validated = f.flag("validated")) {
    m.has_validated = true;
    m.validated = *validated;
  }
  f.only(known);
  m.hypothesis_id = x.request->path_args.at(1);
  if (f.ok() && !is_uuid(m.hypothesis_id)) return unknown_object("hypothesis", m.hypothesis_id);
  return for_case(x, f.issues(), std::move(m));
}

parsed<cases::add_solution> parse_add_solution(const exchange& x) {
  fields f(*x.request);
  cases::add_solution m;
  m.title = f.text("title", title_rule).value_or("");
  m.description = f.text("description", {.required = true, .max = text_characters}).value_or("");
  m.steps = f.texts("implementation_steps", 100, 5'000).value_or(std::vector<std::string>());
  return for_case(x, f.issues(), std::move(m));
}

}  // namespace fm::http
