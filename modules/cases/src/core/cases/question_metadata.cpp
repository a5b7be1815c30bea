#include "cases/question_metadata.hpp"

#include <fm/json/members.hpp>
#include <fm/json/value.hpp>

#include <utility>

namespace fm::cases {

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
  for (const auto& id : json::list_of(read.root, "attachments"))
    if (id.as_string() != nullptr) out.files.push_back(*id.as_string());
  out.with_runbooks = json::flag_of(read.root, "with_runbooks", true);
  out.client_key = json::text_of(read.root, "client_key");
  if (const auto* intent = read.root.find("intent"); intent != nullptr) {
    out.intent.kind = json::text_of(*intent, "kind");
    out.intent.from = json::text_of(*intent, "from");
    out.intent.to = json::text_of(*intent, "to");
    out.intent.confirmed = json::flag_of(*intent, "confirmed", true);
    out.intent.hypothesis_id = json::text_of(*intent, "hypothesis_id");
    out.intent.action = json::text_of(*intent, "action");
  }
  return out;
}

}  // namespace fm::cases
