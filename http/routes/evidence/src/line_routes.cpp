#include "evidence_json.hpp"
#include "fm/http/evidence_routes.hpp"

#include <fm/evidence/kind_names.hpp>
#include <fm/evidence/whole_file.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros look_deadline = 65 * second;
constexpr std::int64_t most_lines = 500;       // of one answer
constexpr std::uint32_t longest_line = 4'000;  // bytes that are shown

json::value known_time(micros t) {
  return t == evidence::no_time ? json::value() : json::value(time_text(t));
}

std::string ref_of(std::uint32_t number) { return "E" + std::to_string(number); }

json::array lines_json(const std::vector<evidence::shown_line>& lines) {
  json::array out;
  for (const auto& l : lines) {
    json::value one;
    one.set("number", l.number)
        .set("text", l.text)
        .set("time", known_time(l.time))
        .set("level", to_string(l.level))
        .set("clipped", l.clipped);
    out.push_back(std::move(one));
  }
  return out;
}

json::value file_json(const evidence::numbered_file& f) {
  json::value out;
  out.set("ref", ref_of(f.number))
      .set("evidence_id", f.id)
      .set("filename", f.name)
      .set("kind", to_string(f.kind))
      .set("format", text_or_null(f.format))
      .set("lines", f.lines)
      .set("first", known_time(f.first))
      .set("last", known_time(f.last))
      .set("same_as", f.same_as == 0 ? json::value() : json::value(ref_of(f.same_as)));
  return out;
}

response files_response(const std::string& case_id, const evidence::case_files& found) {
  json::array files;
  for (const auto& f : found.files) files.push_back(file_json(f));
  return json_response(200, json::value()
                                .set("case_id", case_id)
                                .set("files", std::move(files))
                                .set("notes", json_texts(found.notes)));
}

/// What is to be read of a file, once it is known.
struct window {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};
parsed<window> parse_window(const exchange& x) {
  query_fields q(*x.request);
  window w;
  constexpr std::int64_t last_line = 1'000'000'000'000;
  w.first = static_cast<std::uint64_t>(q.integer("first", {.min = 1, .max = last_line}).value_or(1));
  w.count = static_cast<std::uint64_t>(q.integer("count", {.min = 1, .max = most_lines}).value_or(200));
  if (!q.ok()) return unprocessable(q.issues());
  return w;
}

parsed<evidence::search_lines> parse_search(const exchange& x) {
  query_fields q(*x.request);
  constexpr std::array<std::string_view, 3> kinds = {"text", "regex", "template"};
  constexpr std::int64_t most_skipped = 1'000'000'000;
  evidence::search_lines m;
  m.query = q.text("query", {.max = 1'000}).value_or("");
  const auto kind = q.word("kind", kinds).value_or("text");
  const auto least = q.word("severity", evidence::severity_names);
  m.most = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = most_lines}).value_or(200));
  m.skip = static_cast<std::uint64_t>(q.integer("skip", {.min = 0, .max = most_skipped}).value_or(0));
  if (!q.ok()) return unprocessable(q.issues());
  m.kind = m.query.empty()      ? evidence::query_kind::anything
           : kind == "regex"    ? evidence::query_kind::regex
           : kind == "template" ? evidence::query_kind::pattern
                                : evidence::query_kind::text;
  if (least)
    m.least = static_cast<evidence::severity>(
        std::find(evidence::severity_names.begin(), evidence::severity_names.end(), *least) -
        evidence::severity_names.begin());
  m.longest = longest_line;
  return m;
}

response unreadable(const std::string& name, const std::string& why) {
  return problem(fail(ec::unavailable, name + " " + why));
}

response window_response(const evidence::numbered_file& f, const window& w, const evidence::lines_read& r) {
  if (!r.error.empty()) return unreadable(f.name, r.error);
  json::value out = file_json(f);
  out.set("from", w.first).set("items", lines_json(r.lines));
  return json_response(200, out);
}

response search_response(const evidence::numbered_file& f, const evidence::lines_found& r) {
  if (!r.bad_query.empty()) return unprocessable({{"query_invalid", {"query", "query"}, r.bad_query}});
  if (!r.unread.empty()) return unreadable(f.name, r.unread.front().why);
  json::value out = file_json(f);
  out.set("total", r.total).set("looked_at", r.looked_at).set("items", lines_json(r.lines));
  return json_response(200, out);
}

using file_found = std::function<void(const evidence::numbered_file&, const call_context&,
                                      const std::shared_ptr<responder>&)>;

/// Finds the caller's evidence of the path among the numbered files of its case, then does `then`.
void with_file(actors::system& sys, const evidence_records& records, const line_readers& readers, exchange x,
               file_found then) {
  auto id = path_id(x, 0, "evidence");
  if (auto* refused = std::get_if<response>(&id)) {
    x.out->send(std::move(*refused));
    return;
  }
  const auto ctx = x.ctx;
  sys.call(records, evidence::get_evidence{std::get<std::string>(id), {}}, std::move(x.ctx),
           [&sys, numbers = readers.numbers, ctx, out = std::move(x.out),
            then = std::move(then)](outcome<evidence::evidence_record> own) {
             if (!own) {
               out->send(problem(own.error()));
               return;
             }
             evidence::list_case_files asked{own->case_id};
             sys.call(numbers, std::move(asked), ctx,
                      [ctx, out, then, e = std::move(*own)](outcome<evidence::case_files> all) {
                        if (!all) {
                          out->send(problem(all.error()));
                          return;
                        }
                        for (const auto& f : all->files)
                          if (f.id == e.id) {
                            then(f, ctx, out);
                            return;
                          }
                        out->send(problem(415, e.original_filename +
                                                   " has no lines that can be shown: it is not text, or is "
                                                   "not read yet"));
                      });
           });
}

}  // namespace

route_table evidence_line_routes(actors::system& sys, const evidence_records& records,
                                 const line_readers& readers) {
  route_table rows;
  rows.push_back(
      read_row("/cases/{case_id}/evidence", "listCaseEvidence", [&sys, records, readers](exchange x) {
        auto id = path_id(x, 0, "case");
        if (auto* refused = std::get_if<response>(&id)) {
          x.out->send(std::move(*refused));
          return;
        }
        const auto ctx = x.ctx;
        evidence::list_evidence own;
        own.case_id = std::get<std::string>(id);
        own.limit = 1;
        // Somebody else's case is not found by this.
        sys.call(records, std::move(own), std::move(x.ctx),
                 [&sys, numbers = readers.numbers, ctx, out = std::move(x.out),
                  case_id = std::get<std::string>(id)](outcome<evidence::evidence_page> seen) {
                   if (!seen) {
                     out->send(problem(seen.error()));
                     return;
                   }
                   sys.call(numbers, evidence::list_case_files{case_id}, ctx,
                            [out, case_id](outcome<evidence::case_files> all) {
                              out->send(all ? files_response(case_id, *all) : problem(all.error()));
                            });
                 });
      }));
  rows.push_back(
      read_row("/evidence/{evidence_id}/lines", "readEvidenceLines", [&sys, records, readers](exchange x) {
        auto asked = parse_window(x);
        if (auto* refused = std::get_if<response>(&asked)) {
          x.out->send(std::move(*refused));
          return;
        }
        with_file(sys, records, readers, std::move(x),
                  [&sys, lines = readers.lines, w = std::get<window>(asked)](
                      const evidence::numbered_file& f, const call_context& ctx,
                      const std::shared_ptr<responder>& out) {
                    evidence::read_lines m;
                    m.part = evidence::whole_file(f);
                    m.first = w.first;
                    m.last = w.first + w.count - 1;
                    m.most = static_cast<std::uint32_t>(w.count);
                    m.longest = longest_line;
                    sys.call(lines, std::move(m), ctx, [out, f, w](outcome<evidence::lines_read> r) {
                      out->send(r ? window_response(f, w, *r) : problem(r.error()));
                    });
                  });
      }));
  rows.back().deadline = look_deadline;
  rows.push_back(
      read_row("/evidence/{evidence_id}/search", "searchEvidenceLines", [&sys, records, readers](exchange x) {
        auto asked = parse_search(x);
        if (auto* refused = std::get_if<response>(&asked)) {
          x.out->send(std::move(*refused));
          return;
        }
        with_file(sys, records, readers, std::move(x),
                  [&sys, lines = readers.lines, m = std::move(std::get<evidence::search_lines>(asked))](
                      const evidence::numbered_file& f, const call_context& ctx,
                      const std::shared_ptr<responder>& out) {
                    auto one = m;
                    one.parts.push_back(evidence::whole_file(f));
                    sys.call(lines, std::move(one), ctx, [out, f](outcome<evidence::lines_found> r) {
                      out->send(r ? search_response(f, *r) : problem(r.error()));
                    });
                  });
      }));
  rows.back().deadline = look_deadline;
  return rows;
}

}  // namespace fm::http
