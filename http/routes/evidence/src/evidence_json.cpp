#include "evidence_json.hpp"

#include <fm/evidence/kind_names.hpp>
#include <fm/evidence/upload_rules.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/uploads.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_description = 500;

std::string_view role_word(evidence::role r) {
  constexpr std::array<std::string_view, 4> words = {"cause", "symptom", "context", "healthy"};
  auto i = static_cast<std::size_t>(r);
  return i < words.size() ? words[i] : "context";
}
json::value known_time(evidence::micros t) {
  return t == evidence::no_time ? json::value() : json::value(time_text(t));
}

/// domain.md 4, evidence category.
std::string_view category_word(evidence::role r) {
  if (r == evidence::role::cause) return "causal_evidence";
  return r == evidence::role::symptom ? "symptom_evidence" : "other";
}

json::value lines_json(const evidence::fact& f) {
  json::array lines;
  for (const auto& l : f.lines) lines.push_back(json::array{json::value(l.first), json::value(l.last)});
  return lines;
}

json::value fact_json(const evidence::evidence_details& d, std::size_t i) {
  const auto& f = d.found[0].facts[i];
  json::value out;
  json::value slots{json::object{}};
  for (const auto& s : f.slots) slots.set(s.name, s.value);
  out.set("evidence_id", derived_id(d.record, i))
      .set("rule", f.rule)
      .set("role", role_word(f.role))
      .set("category", category_word(f.role))
      .set("subject", text_or_null(f.subject))
      .set("summary", f.quote)
      .set("lines", lines_json(f))
      .set("count", f.count)
      .set("level", to_string(f.level))
      .set("first", known_time(f.first))
      .set("last", known_time(f.last))
      .set("slots", std::move(slots))
      .set("related_hypothesis_ids", citing_ids(d, i));
  return out;
}

parsed<evidence::upload_evidence> with_case(evidence::upload_evidence m, std::string case_id) {
  if (!is_uuid(case_id)) return unknown_object("case", case_id);
  m.case_id = std::move(case_id);
  return m;
}

}  // namespace

std::string derived_id(const evidence::evidence_record& e, std::size_t fact) {
  return e.id + "_" + std::to_string(fact + 1);
}

json::value citing_ids(const evidence::evidence_details& d, std::size_t fact) {
  json::array out;
  for (const auto& h : d.cited_by)
    if (std::find(h.facts.begin(), h.facts.end(), fact) != h.facts.end()) out.emplace_back(h.id);
  return out;
}

std::size_t shown_facts(const evidence::evidence_details& d) {
  constexpr std::size_t most = 100;
  return d.found.empty() ? 0 : std::min(most, d.found[0].facts.size());
}

json::value kind_of(const evidence::evidence_details& d) {
  // Files that were read by an older program have no kind in their row.
  if (!d.record.kind.empty() || d.found.empty()) return text_or_null(d.record.kind);
  return json::value(evidence::to_string(d.found[0].kind));
}

json::value evidence_json(const evidence::evidence_record& e) {
  json::value out;
  out.set("id", e.id)
      .set("case_id", e.case_id)
      .set("uploaded_by", text_or_null(e.owner))
      .set("filename", e.filename)
      .set("original_filename", e.original_filename)
      .set("file_type", e.file_type)
      .set("file_size", e.file_size)
      .set("evidence_type", e.evidence_type)
      .set("description", text_or_null(e.description))
      .set("tags", json_texts(e.tags))
      .set("uploaded_at", time_text(e.uploaded))
      .set("status", e.status)
      .set("problem", text_or_null(e.problem))
      .set("sha256", e.sha256)
      .set("duplicate_of", text_or_null(e.duplicate_of))
      .set("kind", text_or_null(e.kind))
      .set("summary", text_or_null(e.summary))
      .set("job_id", text_or_null(e.job_id));
  return out;
}

json::value evidence_page_json(const evidence::evidence_page& page, const request& r) {
  json::array all;
  for (const auto& e : page.evidence) all.push_back(evidence_json(e));
  query_fields q(r);
  json::value out;
  out.set("evidence", std::move(all))
      .set("total", page.total)
      .set("limit", q.integer("limit").value_or(50))
      .set("offset", q.integer("offset").value_or(0))
      .set("next_cursor", page.more ? json::value(page.evidence.back().id) : json::value());
  return out;
}

json::value uploaded_file_json(const evidence::evidence_record& e) {
  json::value out;
  out.set("file_id", e.id)
      .set("filename", e.original_filename)
      .set("content_type", e.file_type)
      .set("size_bytes", e.file_size)
      .set("upload_timestamp", time_text(e.uploaded))
      .set("status", e.status)
      .set("problem", text_or_null(e.problem))
      .set("evidence_type", e.evidence_type)
      .set("uploaded_at_turn", std::uint64_t{e.turn})
      .set("summary", text_or_null(e.summary))
      .set("evidence_count", std::uint64_t{e.facts});
  return out;
}

json::value uploaded_file_detail_json(const evidence::evidence_details& d) {
  auto file = uploaded_file_json(d.record);
  json::array derived, hypotheses;
  for (std::size_t i = 0; i < shown_facts(d); ++i) derived.push_back(fact_json(d, i));
  for (const auto& h : d.cited_by) {
    json::value one;
    one.set("hypothesis_id", h.id)
        .set("title", h.title)
        .set("status", h.status)
        .set("confidence", h.confidence < 0 ? json::value() : json::value(h.confidence));
    hypotheses.push_back(std::move(one));
  }
  file.set("description", text_or_null(d.record.description))
      .set("tags", json_texts(d.record.tags))
      .set("kind", kind_of(d))
      .set("derived_evidence", std::move(derived))
      .set("hypotheses", std::move(hypotheses));
  json::value out;
  out.set("case_id", d.record.case_id).set("file_id", d.record.id).set("file", std::move(file));
  return out;
}

void read_upload(form_fields& f, evidence::upload_evidence& m) {
  if (const auto* file = f.file("file")) {
    m.spool = file->spool;
    m.content_type = file->content_type;
    m.original_filename = shown_file_name(file->file_name);
    if (m.original_filename.empty())
      f.add("missing", "file", "The file needs a name");
    else if (m.original_filename.size() > longest_name)
      f.add("string_too_long", "file", "The name of the file should have at most 255 bytes");
  }
  m.description = f.text("description", {.max = longest_description}).value_or("");
}

parsed<evidence::upload_evidence> parse_upload(const exchange& x) {
  form_fields f(*x.request);
  evidence::upload_evidence m;
  read_upload(f, m);
  auto case_id = f.text("case_id", {.required = true, .min = 1, .max = 100}).value_or("");
  m.evidence_type = f.word("evidence_type", evidence::evidence_types).value_or("other");
  m.tags = comma_list(f.text("tags", {.max = 5'000}).value_or(""));
  if (!f.ok()) return unprocessable(f.issues());
  return with_case(std::move(m), std::move(case_id));
}

parsed<evidence::upload_evidence> parse_case_upload(const exchange& x) {
  form_fields f(*x.request);
  evidence::upload_evidence m;
  read_upload(f, m);
  m.evidence_type = f.text("evidence_type", {.max = 100}).value_or("log");
  const auto& known = evidence::evidence_types;
  if (std::find(known.begin(), known.end(), m.evidence_type) == known.end()) m.evidence_type = "other";
  if (!f.ok()) return unprocessable(f.issues());
  return with_case(std::move(m), x.request->path_args.at(0));
}

parsed<evidence::list_evidence> parse_list(const exchange& x) {
  query_fields q(*x.request);
  evidence::list_evidence m;
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 200}).value_or(50));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  m.case_id = q.text("case_id", {.max = 100}).value_or("");
  constexpr std::array<std::string_view, 4> statuses = {"pending", "processing", "processed", "failed"};
  m.evidence_type = q.word("evidence_type", evidence::evidence_types).value_or("");
  m.status = q.word("status", statuses).value_or("");
  m.before = q.text("cursor", {.max = 100}).value_or("");
  if (!m.before.empty() && !is_uuid(m.before))
    return unprocessable(
        {{"cursor_invalid", {"query", "cursor"}, "Input should be the next_cursor of the page before"}});
  if (!q.ok()) return unprocessable(q.issues());
  if (!m.case_id.empty() && !is_uuid(m.case_id)) return unknown_object("case", m.case_id);
  return m;
}

parsed<evidence::list_evidence> parse_case_list(const exchange& x) {
  auto list = parse_list(x);
  auto* m = std::get_if<evidence::list_evidence>(&list);
  if (!m) return list;
  auto id = path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  m->case_id = std::move(std::get<std::string>(id));
  return list;
}

parsed<evidence::list_evidence> parse_files(const exchange& x) {
  auto id = path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  evidence::list_evidence m;
  m.case_id = std::move(std::get<std::string>(id));
  m.limit = 1'000;
  return m;
}

parsed<evidence::link_evidence> parse_link(const exchange& x) {
  fields f(*x.request);
  evidence::link_evidence m;
  auto case_id = f.text("case_id", {.max = 100});
  if (auto description = f.text("description", {.max = longest_description})) {
    m.has_description = true;
    m.description = std::move(*description);
  }
  if (!f.ok()) return unprocessable(f.issues());
  if (!case_id || case_id->empty())
    return problem(400, "case_id is needed: the case that the evidence moves to");
  auto id = path_id(x, 0, "evidence");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  if (!is_uuid(*case_id)) return unknown_object("case", *case_id);
  m.evidence_id = std::move(std::get<std::string>(id));
  m.case_id = std::move(*case_id);
  return m;
}

parsed<std::string> path_id(const exchange& x, std::size_t at, std::string_view what) {
  const auto& id = x.request->path_args.at(at);
  if (!is_uuid(id)) return unknown_object(what, id);
  return id;
}

response refuse_upload(const failure& why) {
  if (why.code != ec::invalid) return problem(why);
  return unprocessable({{"file_type", {"body", "file"}, why.text}});
}

}  // namespace fm::http
