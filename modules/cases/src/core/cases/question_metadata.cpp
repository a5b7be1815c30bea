#include "cases/question_metadata.hpp"

#include <fm/json/value.hpp>

#include <utility>

namespace fm::cases {

namespace {

std::string text_in(const json::value& v, std::string_view name) {
  const auto* m = v.find(name);
  return m != nullptr && m->as_string() != nullptr ? *m->as_string() : std::string();
}

bool flag_in(const json::value& v, std::string_view name) {
  const auto* m = v.find(name);
  return m == nullptr || m->as_bool() == nullptr || *m->as_bool();
}

}  // namespace

std::string question_metadata(const kept_request& r) {
  json::value out;
  bool any = false;
  if (!r.files.empty()) {
    json::array ids;
    for (const auto& id : r.files) ids.emplace_back(id);
    out.set("attachments", std::move(ids));
    any = true;
  }
  if (!r.with_runbooks) out.set("with_runbooks", false), any = true;
  if (!r.intent.kind.empty()) {
    json::value intent;
    intent.set("kind", r.intent.kind).set("from", r.intent.from).set("to", r.intent.to);
    intent.set("confirmed", r.intent.confirmed).set("hypothesis_id", r.intent.hypothesis_id);
    intent.set("action", r.intent.action);
    out.set("intent", std::move(intent));
    any = true;
  }
  if (!r.client_key.empty()) out.set("client_key", r.client_key), any = true;
  return any ? json::write(out) : std::string();
}

kept_request request_of(std::string_view metadata) {
  kept_request out;
  const auto read = json::parse(metadata);
  if (!read) return out;
  if (const auto* ids = read.root.find("attachments"); ids != nullptr && ids->as_array() != nullptr)
    for (const auto& id : *ids->as_array())
      if (id.as_string() != nullptr) out.files.push_back(*id.as_string());
  out.with_runbooks = flag_in(read.root, "with_runbooks");
  out.client_key = text_in(read.root, "client_key");
  if (const auto* intent = read.root.find("intent"); intent != nullptr) {
    out.intent.kind = text_in(*intent, "kind");
    out.intent.from = text_in(*intent, "from");
    out.intent.to = text_in(*intent, "to");
    out.intent.confirmed = flag_in(*intent, "confirmed");
    out.intent.hypothesis_id = text_in(*intent, "hypothesis_id");
    out.intent.action = text_in(*intent, "action");
  }
  return out;
}

}  // namespace fm::cases
