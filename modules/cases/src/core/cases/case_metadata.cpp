#include "cases/case_metadata.hpp"

#include "investigation/state_json.hpp"
#include "investigation/turn.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fm::cases {

namespace {

constexpr std::size_t statement_bytes = 1'000;
/// Where the state stands; the second is the word of another writer, which is read only.
constexpr std::array<std::string_view, 2> state_keys{"investigation_state", "investigation"};

void replace(json::value& of, std::string_view name, json::value v) {
  for (auto& [key, value] : *of.as_object())
    if (key == name) {
      value = std::move(v);
      return;
    }
  of.set(std::string(name), std::move(v));
}

}  // namespace

case_metadata::case_metadata(std::string_view text) : root_(json::object{}) {
  if (!text.empty())
    if (auto read = json::parse(text); read && read.root.as_object()) root_ = std::move(read.root);
  auto& members = *root_.as_object();
  for (auto key : state_keys) {
    auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.first == key; });
    if (found == members.end()) continue;
    state_ = investigation::read_state(found->second);
    members.erase(found);
    break;
  }
}

void case_metadata::set(std::string_view name, json::value v) { replace(root_, name, std::move(v)); }

void case_metadata::propose(std::string_view statement) {
  state_.consulting.proposed = first_bytes(statement, statement_bytes);
  state_.consulting.confirmed = false;
}

void case_metadata::answer_proposal(bool agreed, micros now) {
  state_.consulting.confirmed = agreed;
  if (agreed)
    state_.consulting.confirmed_at = now;
  else
    state_.consulting.proposed.clear();
}

void case_metadata::decide_to_investigate(micros now) {
  if (!proposed_statement().empty() && !statement_confirmed()) answer_proposal(true, now);
  state_.consulting.decided = true;
  state_.consulting.decided_at = now;
  investigation::begin(state_, now);
}

std::string case_metadata::text() const {
  if (state_ == investigation::state()) return json::write(root_);
  auto out = root_;
  out.set(std::string(state_keys.front()), investigation::state_json(state_));
  return json::write(out);
}

void case_metadata::add_status_change(const status_change& change) {
  json::value entry;
  entry.set("from_status", change.from)
      .set("to_status", change.to)
      .set("changed_at", utc_text(change.at, fraction::six_digits))
      .set("changed_by", change.by)
      .set("auto", change.automatic)
      .set("reason", change.reason.empty() ? json::value() : json::value(change.reason));
  const auto* before = root_.find("status_history");
  json::value history = before && before->as_array() ? *before : json::value(json::array{});
  history.push(std::move(entry));
  replace(root_, "status_history", std::move(history));
}

std::string present_metadata(std::string text) {
  const auto present = "\"" + std::string(state_keys.front()) +
                       "\":{\"version\":" + std::to_string(investigation::state_version) + ",";
  const auto has_state = [&](std::string_view key) {
    return text.find("\"" + std::string(key) + "\"") != std::string::npos;
  };
  const bool other =
      text.find(present) == std::string::npos && std::any_of(state_keys.begin(), state_keys.end(), has_state);
  return other ? case_metadata(text).text() : std::move(text);
}

}  // namespace fm::cases
