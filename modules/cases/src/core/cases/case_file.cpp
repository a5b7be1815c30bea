#include "cases/case_file.hpp"

#include "cases/lifecycle.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/json/texts.hpp>
#include <fm/json/value.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace fm::cases {

namespace {

constexpr std::string_view schema = "faultmaven.case";
constexpr std::int64_t schema_version = 1;
constexpr std::size_t longest_title = 255;
constexpr std::size_t longest_text = 1'000'000;

json::value object_of(const std::string& text) {
  auto read = json::parse(text.empty() ? "{}" : text);
  return read.root.as_object() ? std::move(read.root) : json::value(json::object{});
}

json::value message_json(const case_message& m) {
  json::value out;
  out.set("id", m.id)
      .set("role", m.role)
      .set("content", m.content)
      .set("metadata", m.metadata.empty() ? json::value() : object_of(m.metadata))
      .set("turn", std::uint64_t{m.turn})
      .set("state", m.state)
      .set("reply_to", m.reply_to)
      .set("created", m.created);
  return out;
}

json::value hypothesis_json(const hypothesis_record& h) {
  json::value out;
  out.set("id", h.id)
      .set("title", h.title)
      .set("description", h.description)
      .set("confidence", h.confidence)
      .set("status", h.status)
      .set("notes", h.notes)
      .set("origin", h.origin)
      .set("created", h.created)
      .set("updated", h.updated);
  return out;
}

json::value solution_json(const solution_record& s) {
  json::array steps;
  for (const auto& step : s.steps) steps.emplace_back(step);
  json::value out;
  out.set("title", s.title)
      .set("description", s.description)
      .set("steps", std::move(steps))
      .set("implemented", s.implemented)
      .set("created", s.created);
  return out;
}

json::value record_json(const case_record& c) {
  json::array tags;
  for (const auto& tag : c.tags) tags.emplace_back(tag);
  json::value out;
  out.set("id", c.id)
      .set("title", c.title)
      .set("description", c.description)
      .set("status", c.status)
      .set("priority", c.priority)
      .set("category", c.category)
      .set("tags", std::move(tags))
      .set("data", object_of(c.context))
      .set("metadata", object_of(c.metadata))
      .set("created", c.created)
      .set("updated", c.updated)
      .set("resolved", c.resolved)
      .set("closed", c.closed)
      .set("turns", std::uint64_t{c.turns})
      .set("closure_reason", c.closure_reason);
  return out;
}

/// Characters of valid UTF-8.
std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Reads members of one object; what is wrong first is kept, with where it stands.
class members {
 public:
  members(const json::value& of, std::string where, std::string& problem)
      : of_(of), where_(std::move(where)), problem_(problem) {
    if (!of.as_object()) wrong("", "should be an object");
  }

  std::string text(std::string_view name, std::size_t most, std::size_t least = 0) {
    const auto* v = of_.find(name);
    if (!v && least == 0) return {};
    const auto* s = v ? v->as_string() : nullptr;
    if (!s || length_of(*s) < least || length_of(*s) > most || s->find('\0') != std::string::npos)
      return wrong(name, "should be a text of " + std::to_string(least) + " to " + std::to_string(most) +
                             " characters"),
             std::string();
    return *s;
  }
  std::string word(std::string_view name, std::initializer_list<std::string_view> words) {
    auto s = text(name, 100);
    if (std::find(words.begin(), words.end(), s) != words.end()) return s;
    std::string list;
    for (auto w : words) list += (list.empty() ? "" : ", ") + std::string(w);
    wrong(name, "should be one of " + list);
    return {};
  }
  /// A number that is not negative, at most `most`.
  std::int64_t number(std::string_view name, std::int64_t most) {
    const auto* v = of_.find(name);
    std::int64_t n = 0;
    if (v && (!v->integer(n) || n < 0)) wrong(name, "should be an integer that is not negative");
    return std::clamp<std::int64_t>(n, 0, most);
  }
  double real(std::string_view name) {
    const auto* v = of_.find(name);
    if (v && !v->is_number()) wrong(name, "should be a number");
    return v ? std::min(v->number(), 1.) : -1;
  }
  bool flag(std::string_view name) {
    const auto* v = of_.find(name);
    if (v && !v->as_bool()) wrong(name, "should be true or false");
    return v && v->as_bool() && *v->as_bool();
  }
  /// A free object as text.
  std::string object(std::string_view name) {
    const auto* v = of_.find(name);
    if (!v || v->is_null()) return {};
    if (!v->as_object()) wrong(name, "should be an object");
    return json::write(*v);
  }
  std::vector<std::string> texts(std::string_view name, std::size_t most, std::size_t longest) {
    std::vector<std::string> out;
    const auto* list = array(name, most);
    if (!list) return out;
    for (const auto& v : *list) {
      const auto* s = v.as_string();
      if (!s || length_of(*s) > longest || s->find('\0') != std::string::npos)
        wrong(name, "should hold texts of at most " + std::to_string(longest) + " characters");
      else
        out.push_back(*s);
    }
    return out;
  }
  const json::array* array(std::string_view name, std::size_t most) {
    const auto* v = of_.find(name);
    if (!v) return nullptr;
    const auto* list = v->as_array();
    if (!list || list->size() > most) wrong(name, "should be a list of at most " + std::to_string(most));
    return list && list->size() <= most ? list : nullptr;
  }

 private:
  void wrong(std::string_view name, const std::string& what) {
    if (!problem_.empty()) return;
    problem_ = where_ + (name.empty() || where_.empty() ? "" : ".") + std::string(name) + " " + what;
  }

  const json::value& of_;
  std::string where_;
  std::string& problem_;
};

case_record read_record(const json::value& of, micros now, std::string& problem) {
  constexpr std::int64_t most_turns = 1'000'000;
  members m(of, "case", problem);
  case_record c;
  c.id = m.text("id", 100);
  c.title = m.text("title", longest_title, 1);
  c.description = m.text("description", 5'000);
  c.status = m.word("status", {"consulting", "investigating", "resolved", "closed"});
  c.priority = m.word("priority", {"low", "medium", "high", "critical"});
  c.category = m.text("category", 100);
  c.tags = m.texts("tags", 100, 1'000);
  c.context = m.object("data");
  c.metadata = m.object("metadata");
  c.created = m.number("created", now);
  c.resolved = m.number("resolved", now);
  c.closed = m.number("closed", now);
  c.turns = static_cast<std::uint32_t>(m.number("turns", most_turns));
  c.closure_reason = m.text("closure_reason", 100);
  return c;
}

case_message read_message(const json::value& of, std::string where, micros now, std::string& problem) {
  constexpr std::int64_t most_turns = 1'000'000;
  members m(of, std::move(where), problem);
  case_message out;
  out.id = m.text("id", 100);
  out.role = m.word("role", {"user", "assistant", "system"});
  out.content = m.text("content", longest_text, 1);
  out.metadata = m.object("metadata");
  out.turn = static_cast<std::uint32_t>(m.number("turn", most_turns));
  out.state = m.word("state", {"done", "asked", "answered", "failed"});
  // Nobody will answer it here.
  if (out.state == "asked") out.state = "failed";
  out.reply_to = m.text("reply_to", 100);
  out.created = m.number("created", now);
  return out;
}

hypothesis_record read_hypothesis(const json::value& of, std::string where, micros now,
                                  std::string& problem) {
  members m(of, std::move(where), problem);
  hypothesis_record h;
  h.id = m.text("id", 100);
  h.title = m.text("title", longest_title, 1);
  h.description = m.text("description", longest_text);
  h.confidence = m.real("confidence");
  h.status = m.word("status", {"captured", "active", "validated", "refuted", "retired", "superseded"});
  h.validated = h.status == "validated";
  h.notes = m.text("notes", longest_text);
  h.origin = m.text("origin", longest_text, 1);
  h.created = m.number("created", now);
  h.updated = m.number("updated", now);
  return h;
}

solution_record read_solution(const json::value& of, std::string where, micros now, std::string& problem) {
  members m(of, std::move(where), problem);
  solution_record s;
  s.title = m.text("title", longest_title, 1);
  s.description = m.text("description", longest_text);
  s.steps = m.texts("steps", 100, 5'000);
  s.implemented = m.flag("implemented");
  s.created = m.number("created", now);
  return s;
}

}  // namespace

std::string write_case_file(const case_parts& parts, micros now) {
  json::array messages, hypotheses, solutions;
  for (const auto& m : parts.messages) messages.push_back(message_json(m));
  for (const auto& h : parts.hypotheses) hypotheses.push_back(hypothesis_json(h));
  for (const auto& s : parts.solutions) solutions.push_back(solution_json(s));
  json::value out;
  out.set("schema", schema)
      .set("schema_version", schema_version)
      .set("exported_at", utc_text(now, fraction::six_digits))
      .set("case", record_json(parts.record))
      .set("messages", std::move(messages))
      .set("hypotheses", std::move(hypotheses))
      .set("solutions", std::move(solutions));
  return json::write(out);
}

read_case read_case_file(std::string_view text, micros now) {
  constexpr std::size_t most_others = 1'000;
  read_case out;
  auto read = json::parse(text);
  const auto* name = read.root.find("schema");
  if (!read || !name || !name->as_string() || *name->as_string() != schema) {
    out.problem = "this is no file of a case: schema should be \"" + std::string(schema) + "\"";
    return out;
  }
  std::int64_t version = 0;
  const auto* stated = read.root.find("schema_version");
  if (!stated || !stated->integer(version) || version != schema_version) {
    out.problem = "schema_version should be " + std::to_string(schema_version) +
                  ": files of other versions are not read";
    return out;
  }
  const auto* record = read.root.find("case");
  out.parts.record = read_record(record ? *record : json::value(), now, out.problem);
  members all(read.root, "", out.problem);
  all.text("exported_at", 100);
  auto place = [](const char* list, std::size_t i) {
    return std::string(list) + "[" + std::to_string(i) + "]";
  };
  if (const auto* list = all.array("messages", most_file_messages))
    for (std::size_t i = 0; i < list->size(); ++i)
      out.parts.messages.push_back(read_message((*list)[i], place("messages", i), now, out.problem));
  if (const auto* list = all.array("hypotheses", most_others))
    for (std::size_t i = 0; i < list->size(); ++i)
      out.parts.hypotheses.push_back(read_hypothesis((*list)[i], place("hypotheses", i), now, out.problem));
  if (const auto* list = all.array("solutions", most_others))
    for (std::size_t i = 0; i < list->size(); ++i)
      out.parts.solutions.push_back(read_solution((*list)[i], place("solutions", i), now, out.problem));
  return out;
}

}  // namespace fm::cases
