#include "report_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, 3> root_words{"incident_report", "runbook", "post_mortem"};
/// The clients of 2026 name what is written at the end of a case differently.
constexpr std::array<std::string_view, 5> v1_words{"incident_report", "runbook", "post_mortem",
                                                   "resolution_summary", "closure_summary"};

std::span<const std::string_view> words_of(const request& r) {
  if (r.speaks == dialect::v1) return v1_words;
  return root_words;
}

std::string stored_type(const std::string& word) {
  if (word == "resolution_summary") return "incident_report";
  if (word == "closure_summary") return "post_mortem";
  return word;
}

std::string choice(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "'" : i + 1 == words.size() ? " or '" : ", '") + std::string(words[i]) + "'";
  return out;
}

void add_type(std::vector<std::string>& types, const std::string& word) {
  auto type = stored_type(word);
  if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(std::move(type));
}

/// Reads `report_types`; an absent one leaves `types` as they are.
void read_types(fields& f, std::span<const std::string_view> words, std::vector<std::string>& types) {
  const auto* given = f.raw("report_types");
  if (!given || given->is_null()) return;
  const auto* list = given->as_array();
  if (!list) return f.add("list_type", "report_types", "Input should be a list");
  if (list->empty())
    return f.add("too_short", "report_types", "List should name at least one type of report");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* word = (*list)[i].as_string();
    if (!word || std::find(words.begin(), words.end(), *word) == words.end())
      return f.add("enum", "report_types", "Each entry should be " + choice(words));
    for (std::size_t j = 0; j < i; ++j)
      if ((*list)[j] == (*list)[i]) return f.add("unique", "report_types", "Each type may be named once");
    add_type(types, *word);
  }
}

/// The flags that the contract has and that change nothing here: no model is asked.
void read_unused(fields& f) {
  f.flag("use_llm");
  f.object("options");
}

}  // namespace

json::value report_json(const reports::report_record& r) {
  json::value out;
  out.set("id", r.id)
      .set("report_id", r.id)
      .set("case_id", r.case_id)
      .set("report_type", r.type)
      .set("title", r.title)
      .set("status", "completed")
      .set("version", std::int64_t{r.version})
      .set("is_current", r.current)
      .set("linked_to_closure", r.linked)
      .set("created_at", time_text(r.created))
      .set("generated_at", time_or_null(r.generated))
      .set("generation_time_ms", r.took_ms);
  return out;
}

json::value report_detail_json(const reports::report_record& r) {
  auto out = report_json(r);
  out.set("content", r.content).set("format", "markdown");
  return out;
}

json::value generated_json(const reports::reports_generated& g) {
  json::array made, failed;
  std::string first;
  for (const auto& o : g.outcomes) {
    for (const auto& r : o.made) {
      if (first.empty()) first = r.id;
      auto one = report_detail_json(r);
      made.push_back(std::move(one));
    }
    if (!o.made.empty()) continue;
    json::value one;
    one.set("report_type", o.type).set("status", "failed").set("error", o.error);
    failed.push_back(std::move(one));
  }
  json::value out;
  out.set("case_id", g.case_id)
      .set("report_id", first)
      .set("status", "completed")
      .set("reports", std::move(made))
      .set("failed", std::move(failed));
  return out;
}

json::value advice_json(const reports::report_advice& a) {
  json::array existing;
  for (const auto& r : a.existing) {
    json::value one;
    one.set("id", r.id)
        .set("type", r.type)
        .set("version", std::int64_t{r.version})
        .set("status", "completed")
        .set("is_current", r.current);
    existing.push_back(std::move(one));
  }
  json::value left{json::object{}};
  for (auto type : root_words) {
    const auto there =
        std::count_if(a.existing.begin(), a.existing.end(), [&](const auto& r) { return r.type == type; });
    left.set(std::string(type), std::int64_t{reports::most_versions} - there);
  }
  json::value runbook;
  runbook.set("action", a.runbook_action).set("reason", a.runbook_reason);
  if (a.runbook.empty()) {
    runbook.set("similarity_score", nullptr).set("existing_runbook", nullptr);
  } else {
    const auto& book = a.runbook.front();
    json::value existing_book;
    existing_book.set("document_id", book.document_id)
        .set("title", book.title)
        .set("document_type", book.document_type);
    runbook.set("similarity_score", book.similarity).set("existing_runbook", std::move(existing_book));
  }
  json::value out;
  out.set("case_id", a.case_id)
      .set("case_status", a.case_status)
      .set("recommendations", json_texts(a.sentences))
      .set("available_for_generation", json_texts(a.available))
      .set("recommended", json_texts(a.recommended))
      .set("existing_reports", std::move(existing))
      .set("versions_remaining", std::move(left))
      .set("runbook_recommendation", std::move(runbook));
  return out;
}

parsed<std::string> report_path_id(const exchange& x, std::size_t at, std::string_view what) {
  const auto& id = x.request->path_args.at(at);
  if (!is_uuid(id)) return unknown_object(what, id);
  return id;
}

parsed<reports::list_reports> parse_list_reports(const exchange& x) {
  query_fields q(*x.request);
  reports::list_reports m;
  m.type = stored_type(q.word("report_type", words_of(*x.request)).value_or(""));
  m.with_history = q.flag("include_history").value_or(false);
  if (!q.ok()) return unprocessable(q.issues());
  auto id = report_path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  m.case_id = std::move(std::get<std::string>(id));
  return m;
}

namespace {

/// The command for the case of the path, once the body is known to be right.
parsed<reports::generate_reports> of_case(const exchange& x, const fields& f,
                                          std::vector<std::string> types) {
  if (!f.ok()) return unprocessable(f.issues());
  auto id = report_path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  reports::generate_reports m;
  m.case_id = std::move(std::get<std::string>(id));
  m.types = std::move(types);
  return m;
}

}  // namespace

parsed<reports::generate_reports> parse_generate_one(const exchange& x) {
  fields f(*x.request);
  constexpr bool required = true;
  std::vector<std::string> types;
  if (auto word = f.word("report_type", words_of(*x.request), required)) add_type(types, *word);
  read_unused(f);
  return of_case(x, f, std::move(types));
}

parsed<reports::generate_reports> parse_generate_some(const exchange& x) {
  constexpr bool may_be_empty = true;
  fields f(*x.request, may_be_empty);
  std::vector<std::string> types;
  const auto words = words_of(*x.request);
  read_types(f, words, types);
  if (auto word = f.word("report_type", words)) add_type(types, *word);
  read_unused(f);
  if (types.empty()) types.emplace_back("incident_report");
  return of_case(x, f, std::move(types));
}

parsed<reports::link_reports> parse_link_reports(const exchange& x) {
  fields f(*x.request);
  constexpr std::size_t most = 100, longest = 100;
  auto ids = f.texts("report_ids", most, longest);
  if (f.ok() && !ids) f.add("missing", "report_ids", "Field required");
  if (ids && ids->empty()) f.add("too_short", "report_ids", "List should name at least one report");
  if (!f.ok()) return unprocessable(f.issues());
  auto id = report_path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  for (const auto& one : *ids)
    if (!is_uuid(one)) return problem(404, "report " + one + " not found in this case");
  reports::link_reports m;
  m.case_id = std::move(std::get<std::string>(id));
  m.report_ids = std::move(*ids);
  return m;
}

}  // namespace fm::http
