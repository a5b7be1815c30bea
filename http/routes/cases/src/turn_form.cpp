#include "turn_form.hpp"

#include "case_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/uploads.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_description = 500;
constexpr std::array<std::string_view, 4> intents{"conversation", "status_transition", "confirmation",
                                                  "hypothesis_action"};
constexpr std::array<std::string_view, 3> inputs{"file", "page_capture", "paste"};
constexpr std::array<std::string_view, 3> judgements{"validate", "refute", "retire"};

/// The kind of evidence that a file is by its name, as far as a name tells.
std::string_view evidence_type_of(std::string_view name, std::string_view content_type) {
  if (content_type.starts_with("image/")) return "screenshot";
  const auto dot = name.rfind('.');
  const auto ending = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  for (std::string_view config : {"yaml", "yml", "toml", "ini", "conf", "cfg", "properties", "env", "json"})
    if (ending == config) return "configuration";
  for (std::string_view code :
       {"py", "js", "ts", "java", "go", "rs", "c", "cpp", "cs", "rb", "php", "sh", "sql"})
    if (ending == code) return "code";
  for (std::string_view document : {"md", "pdf", "docx", "doc", "html", "htm", "rtf"})
    if (ending == document) return "document";
  return "log";
}

/// Where a file comes from, as its description.
std::string origin_text(std::string_view source_url, std::string_view observed_at) {
  std::string out;
  if (!source_url.empty()) out = "from " + std::string(source_url);
  if (!observed_at.empty())
    out += (out.empty() ? "observed at " : ", observed at ") + std::string(observed_at);
  return std::string(first_bytes(out, longest_description));
}

/// "2026-03-15T10-20-30"
std::string time_for_name(micros t) {
  auto text = time_text(t).substr(0, 19);
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

cases::turn_file file_of(const form_part& part, form_fields& f, std::string description) {
  cases::turn_file file;
  file.spool = part.spool;
  file.content_type = part.content_type;
  file.name = shown_file_name(part.file_name);
  file.description = std::move(description);
  file.evidence_type = evidence_type_of(file.name, file.content_type);
  if (file.name.empty())
    f.add("missing", part.name, "The file needs a name");
  else if (file.name.size() > longest_name)
    f.add("string_too_long", part.name, "The name of the file should have at most 255 bytes");
  return file;
}

/// Puts what is wrong with intent_data below the name of that field.
void report(form_fields& f, const std::vector<issue>& issues) {
  for (const auto& i : issues)
    f.add(i.type, "intent_data", (i.loc.size() > 2 ? i.loc.back() + ": " : "") + i.msg);
}

cases::turn_intent intent_of(form_fields& f) {
  cases::turn_intent out;
  out.kind = f.word("intent_type", intents).value_or("");
  const auto text = f.text("intent_data").value_or("");
  if (out.kind.empty() || out.kind == "conversation") return out;
  const auto read = json::parse(text.empty() ? "{}" : text);
  if (!read) {
    f.add("json_invalid", "intent_data", "Input should be a JSON object: " + read.error);
    return out;
  }
  std::vector<issue> issues;
  fields data(read.root, {"body", "intent_data"}, issues);
  if (out.kind == "status_transition") {
    out.from = data.word("from_state", status_words()).value_or("");
    out.to = data.word("to_state", status_words(), true).value_or("");
    out.confirmed = data.flag("user_confirmed").value_or(true);
  } else if (out.kind == "confirmation") {
    out.confirmed = data.flag("confirmation_value", true).value_or(false);
  } else {
    out.hypothesis_id = data.text("hypothesis_id", {.required = true, .min = 1, .max = 100}).value_or("");
    out.action = data.word("action", judgements, true).value_or("");
  }
  report(f, issues);
  return out;
}

/// What an intent says when it comes without words.
std::string words_of(const cases::turn_intent& i) {
  if (i.kind == "confirmation") return i.confirmed ? "Yes" : "No";
  if (i.kind == "status_transition") return "Change the status of the case to " + i.to + ".";
  if (i.kind == "hypothesis_action") return "The hypothesis " + i.hypothesis_id + ": " + i.action + ".";
  return {};
}

}  // namespace

parsed<cases::submit_turn> submitted(parsed<cases::post_turn> turn, const exchange& x) {
  if (auto* refused = std::get_if<response>(&turn)) return std::move(*refused);
  cases::submit_turn m;
  m.turn = std::move(std::get<cases::post_turn>(turn));
  m.as_job = prefers_async(*x.request);
  return m;
}

parsed<cases::submit_turn> parse_turn_form(const exchange& x) {
  const auto& r = *x.request;
  form_fields f(r);
  cases::post_turn m;
  m.message = f.text("query").value_or("");
  m.client_key = r.header("idempotency-key");
  m.intent = intent_of(f);
  const auto input = f.word("input_type", inputs).value_or("");
  const auto source = f.text("source_url", {.max = 2'000}).value_or("");
  const auto observed = f.text("observed_at", {.max = 100}).value_or("");
  if (!observed.empty() && !read_time(observed))
    f.add("datetime_parsing", "observed_at", "Input should be a date and time of ISO 8601");
  const auto origin = origin_text(source, observed);
  for (const auto& part : r.form)
    if (part.is_file && part.name == "files") m.files.push_back(file_of(part, f, origin));
  if (input == "page_capture")
    for (auto& file : m.files) {
      file.evidence_type = "document";
      file.came_as = "page_capture";
    }
  if (const auto* pasted = r.part(pasted_field); pasted && pasted->is_file) {
    cases::turn_file file;
    file.spool = pasted->spool;
    file.content_type = "text/plain";
    file.name =
        (input == "page_capture" ? "page-capture-" : "pasted-text-") + time_for_name(r.arrived) + ".txt";
    file.description = origin;
    file.came_as = "paste";
    m.files.push_back(std::move(file));
  }
  if (m.message.find_first_not_of(" \t\r\n") == std::string::npos) m.message = words_of(m.intent);
  if (f.ok() && m.message.empty() && m.files.empty())
    f.add("missing", "query", "At least one of query, pasted_content and files is needed");
  return submitted(for_case(x, f.issues(), std::move(m)), x);
}

parsed<cases::add_files> parse_data_form(const exchange& x) {
  form_fields f(*x.request);
  cases::add_files m;
  auto description = f.text("description", {.max = longest_description}).value_or("");
  const auto metadata = f.text("source_metadata").value_or("");
  if (!metadata.empty()) {
    const auto read = json::parse(metadata);
    if (!read || read.root.as_object() == nullptr) {
      f.add("json_invalid", "source_metadata", "Input should be a JSON object");
    } else if (description.empty()) {
      std::vector<issue> issues;
      fields data(read.root, {"body", "source_metadata"}, issues);
      const auto source = data.text("source_url", {.max = 2'000}).value_or("");
      description = origin_text(source, data.text("captured_at", {.max = 100}).value_or(""));
    }
  }
  if (const auto* file = f.file("file")) m.files.push_back(file_of(*file, f, std::move(description)));
  return for_case(x, f.issues(), std::move(m));
}

}  // namespace fm::http
