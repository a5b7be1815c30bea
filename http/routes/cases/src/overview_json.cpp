#include "overview_json.hpp"

#include "case_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t most_tags = 10;
constexpr std::array<std::string_view, 4> statuses{"consulting", "investigating", "resolved", "closed"};

/// Where a page ends: the time of change and the id of its last case.
std::string cursor_of(const cases::case_record& last) { return std::to_string(last.updated) + "_" + last.id; }

bool read_cursor(std::string_view text, cases::list_cases& m) {
  const auto border = text.find('_');
  if (border == std::string_view::npos || !is_uuid(text.substr(border + 1))) return false;
  const auto read = std::from_chars(text.data(), text.data() + border, m.after_updated);
  if (read.ec != std::errc() || read.ptr != text.data() + border) return false;
  m.after_id = text.substr(border + 1);
  return true;
}

std::uint64_t cases_in(const cases::case_statistics& s, std::string_view status, std::string_view priority) {
  std::uint64_t n = 0;
  for (const auto& c : s.counts)
    if ((status.empty() || c.status == status) && (priority.empty() || c.priority == priority)) n += c.cases;
  return n;
}

json::value by_status(const cases::case_statistics& s) {
  json::value out;
  for (auto status : statuses) out.set(std::string(status), cases_in(s, status, ""));
  return out;
}
json::value by_priority(const cases::case_statistics& s) {
  json::value out;
  for (auto priority : priority_words) out.set(std::string(priority), cases_in(s, "", priority));
  return out;
}
std::uint64_t active(const cases::case_statistics& s) {
  return cases_in(s, "consulting", "") + cases_in(s, "investigating", "");
}

json::value measured(std::int64_t n) { return n < 0 ? json::value() : json::value(n); }

json::value words_json(std::span<const std::string_view> words) {
  json::array out;
  for (auto w : words) out.emplace_back(w);
  return json::value(std::move(out));
}

json::value typed(const char* type, const char* format = nullptr) {
  json::value out;
  out.set("type", type);
  if (format) out.set("format", format);
  return out;
}
json::value bounded(std::uint64_t least, std::uint64_t most) {
  return typed("string").set("minLength", least).set("maxLength", most);
}
json::value or_null(const char* type, const char* format = nullptr) {
  json::value out;
  out.set("type", json::array{json::value(type), json::value("null")});
  if (format) out.set("format", format);
  return out;
}
json::value one_of(std::span<const std::string_view> words) {
  return typed("string").set("enum", words_json(words));
}

}  // namespace

parsed<cases::list_cases> parse_list_cases(const exchange& x) {
  query_fields q(*x.request);
  cases::list_cases m;
  for (const auto* name : {"state", "status", "status_filter"})
    if (auto word = q.word(name, status_words())) m.status = present_status(std::move(*word));
  m.priority = q.word("priority", priority_words).value_or("");
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 100}).value_or(20));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  auto after = q.text("cursor", {.max = 100});
  if (!q.ok()) return unprocessable(q.issues());
  if (after && !read_cursor(*after, m))
    return unprocessable(
        {{"cursor", {"query", "cursor"}, "Input should be what X-Next-Cursor of the page before said"}});
  return m;
}

parsed<cases::search_cases> parse_search_cases(const exchange& x) {
  fields f(*x.request);
  cases::search_cases m;
  m.query = f.text("query", {.max = 1'000}).value_or("");
  m.status = present_status(f.word("status", status_words()).value_or(""));
  m.priority = f.word("priority", priority_words).value_or("");
  m.category = f.text("category", {.max = 100}).value_or("");
  m.tags = f.texts("tags", most_tags).value_or(std::vector<std::string>());
  // What is no time is left out (contract: CaseSearchRequest).
  if (auto t = f.text("created_after", {.max = 100}))
    if (auto time = read_time(*t)) m.created_after = *time;
  if (auto t = f.text("created_before", {.max = 100}))
    if (auto time = read_time(*t)) m.created_before = *time;
  m.with_closed = f.flag("include_archived").value_or(false);
  m.limit = static_cast<std::uint32_t>(f.integer("limit", {.min = 1, .max = 100}).value_or(20));
  m.offset = static_cast<std::uint64_t>(f.integer("offset", {.min = 0}).value_or(0));
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<cases::list_session_cases> parse_session_cases(const exchange& x) {
  query_fields q(*x.request);
  cases::list_session_cases m;
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 100}).value_or(100));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  if (!q.ok()) return unprocessable(q.issues());
  m.session_id = x.request->path_args.at(0);
  if (!is_uuid(m.session_id)) return unknown_object("session", m.session_id);
  return m;
}

parsed<cases::get_trends> parse_trends(const exchange& x) {
  query_fields q(*x.request);
  cases::get_trends m;
  m.days = static_cast<std::uint32_t>(q.integer("days", {.min = 1, .max = 365}).value_or(30));
  if (!q.ok()) return unprocessable(q.issues());
  return m;
}

parsed<cases::list_questions> parse_list_questions(const exchange& x) {
  query_fields q(*x.request);
  cases::list_questions m;
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 1'000}).value_or(1'000));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  return for_case(x, q.issues(), std::move(m));
}

void add_page_headers(response& out, const cases::case_page& page, const request& r) {
  out.header("X-Total-Count", std::to_string(page.total));
  if (!page.more || page.cases.empty()) return;
  const auto cursor = cursor_of(page.cases.back());
  // The query of the next page is this one's with another place to begin at; all its values are plain words.
  std::string query;
  for (const auto& [name, value] : r.query)
    if (name == "limit" || name == "status" || name == "state" || name == "status_filter" ||
        name == "priority")
      query += name + "=" + value + "&";
  out.header("X-Next-Cursor", cursor);
  out.header("Link", "<?" + query + "cursor=" + cursor + ">; rel=\"next\"");
}

json::value session_cases_json(const cases::case_page& page, const request& r) {
  json::value out;
  out.set("session_id", r.path_args.at(0)).set("cases", cases_json(page.cases, r)).set("count", page.total);
  return out;
}

json::value statistics_json(const cases::case_statistics& s) {
  json::value out;
  out.set("user_id", s.user)
      .set("total_cases", cases_in(s, "", ""))
      .set("status_breakdown", by_status(s))
      .set("priority_breakdown", by_priority(s))
      .set("resolved_this_week", s.resolved_this_week)
      .set("active_cases", active(s));
  return out;
}

json::value summary_json(const cases::case_statistics& s) {
  json::value out;
  out.set("total_cases", cases_in(s, "", ""))
      .set("open_cases", active(s))
      .set("closed_cases", cases_in(s, "closed", ""))
      .set("cases_by_status", by_status(s))
      .set("cases_by_priority", by_priority(s))
      .set("average_resolution_time_hours",
           s.resolution_hours < 0 ? json::value() : json::value(s.resolution_hours))
      .set("cases_this_week", s.created_this_week)
      .set("cases_this_month", s.created_this_month);
  return out;
}

json::value trends_json(const cases::case_trends& t) {
  constexpr micros day_length = 86'400 * second;
  json::array days;
  std::uint64_t created = 0, resolved = 0;
  for (const auto& d : t.days) {
    json::value one;
    one.set("date", time_text(d.day * day_length).substr(0, 10))
        .set("created", d.created)
        .set("resolved", d.resolved)
        .set("closed", d.closed);
    days.push_back(std::move(one));
    created += d.created;
    resolved += d.resolved;
  }
  json::value summary;
  summary.set("total_created", created)
      .set("total_resolved", resolved)
      .set("trend_direction", resolved > created   ? "improving"
                              : resolved < created ? "worsening"
                                                   : "stable");
  json::value out;
  out.set("trends", std::move(days))
      .set("period", std::to_string(t.days.size()) + "d")
      .set("summary", std::move(summary));
  return out;
}

json::value analytics_json(const cases::case_analytics& a) {
  json::value out;
  out.set("case_id", a.record.id)
      .set("status", a.record.status)
      .set("created_at", time_text(a.record.created))
      .set("message_count", std::uint64_t{a.record.message_count})
      .set("participant_count", 1)  // a case is its owner's alone
      .set("hypotheses_count", a.hypotheses)
      .set("solutions_count", a.solutions)
      .set("evidence_count", a.evidence)
      .set("resolution_time_minutes", measured(a.resolution_minutes))
      .set("first_response_time_seconds", measured(a.first_response_seconds));
  return out;
}

json::value questions_json(const cases::question_page& page, const request& r) {
  json::array all;
  for (const auto& q : page.questions) {
    json::value one;
    const bool open = q.question.state == "asked";
    one.set("query_id", q.question.id)
        .set("message", q.question.content)
        .set("timestamp", time_text(q.question.created))
        .set("status", open ? std::string("processing") : q.question.state)
        .set("response_message_id", text_or_null(q.answer_id));
    all.push_back(std::move(one));
  }
  json::value out;
  out.set("case_id", r.path_args.at(0)).set("queries", std::move(all)).set("count", page.total);
  return out;
}

json::value case_schema_json() {
  json::value properties;
  properties.set("id", typed("string", "uuid"))
      .set("owner_id", typed("string", "uuid"))
      .set("title", bounded(1, 255))
      .set("description", bounded(0, 5'000))
      .set("status", one_of(statuses))
      .set("priority", one_of(priority_words))
      .set("category", or_null("string"))
      .set("tags", typed("array").set("items", typed("string")))
      .set("created_at", typed("string", "date-time"))
      .set("updated_at", typed("string", "date-time"))
      .set("resolved_at", or_null("string", "date-time"))
      .set("closed_at", or_null("string", "date-time"))
      .set("version", typed("integer").set("minimum", 1))
      .set("current_turn", typed("integer").set("minimum", 0))
      .set("message_count", typed("integer").set("minimum", 0));
  json::array required;
  for (const auto& [name, value] : *properties.as_object()) required.emplace_back(name);
  json::value schema;
  // Beside the words of JSON Schema stand those that the contract asks for: types of fields and vocabularies.
  schema.set("$schema", "https://json-schema.org/draft/2020-12/schema")
      .set("title", "string")
      .set("description", "string")
      .set("status", words_json(statuses))
      .set("priority", words_json(priority_words))
      .set("type", "object")
      .set("properties", std::move(properties))
      .set("required", std::move(required));
  return json::value().set("schema", std::move(schema));
}

}  // namespace fm::http
