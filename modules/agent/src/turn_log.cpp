#include "turn_log.hpp"

#include "fm/agent/spawn.hpp"

#include <fm/json/members.hpp>
#include <fm/json/texts.hpp>
#include <fm/json/value.hpp>
#include <fm/providers/row_reader.hpp>

#include <algorithm>
#include <utility>

namespace fm::agent {

namespace {

constexpr std::string_view tables = R"(
create table turn_steps (
  question_id text not null, number bigint not null, digest text not null, tries bigint not null,
  done bigint not null, answer text not null, begun_at bigint not null, primary key (question_id, number));
create index turn_steps_by_time on turn_steps (begun_at);
create table model_usage (
  user_id text not null, day bigint not null, calls bigint not null, input_tokens bigint not null,
  output_tokens bigint not null, cost bigint not null, primary key (user_id, day));
create index model_usage_by_day on model_usage (day);
)";

constexpr std::string_view ended_by = "alter table turn_steps add column ended_by text not null default ''";

const db::schema whole_schema{
    {{"agent", 1, tables}, {"agent", 2, ended_by}},
    {
        {"agent.find_step",
         "select digest, tries, done, answer, ended_by from turn_steps where question_id = $1 and number = "
         "$2"},
        {"agent.begin_step",
         "insert into turn_steps (question_id, number, digest, tries, done, answer, ended_by, begun_at)"
         " values ($1, $2, $3, $4, 0, '', $5, $6)"
         " on conflict (question_id, number) do update set digest = excluded.digest, tries = excluded.tries,"
         " done = 0, answer = '', ended_by = excluded.ended_by, begun_at = excluded.begun_at"},
        {"agent.finish_step",
         "update turn_steps set done = 1, answer = $3 where question_id = $1 and number = $2"},
        {"agent.forget_steps", "delete from turn_steps where question_id = $1"},
        {"agent.forget_steps_before", "delete from turn_steps where begun_at < $1"},
        {"agent.find_spent",
         "select coalesce(sum(case when user_id = $1 then input_tokens + output_tokens else 0 end), 0),"
         " coalesce(sum(case when user_id = $1 then cost else 0 end), 0),"
         " coalesce(sum(input_tokens + output_tokens), 0), coalesce(sum(cost), 0)"
         " from model_usage where day = $2"},
        {"agent.reserve",
         "insert into model_usage (user_id, day, calls, input_tokens, output_tokens, cost)"
         " select $1, cast($2 as bigint), 1, cast($3 as bigint), 0, cast($4 as bigint) where"
         " (cast($5 as bigint) = 0 or (select coalesce(sum(input_tokens + output_tokens), 0) from model_usage"
         " where user_id = $1 and day = cast($2 as bigint)) < cast($5 as bigint)) and"
         " (cast($6 as bigint) = 0 or (select coalesce(sum(cost), 0) from model_usage"
         " where user_id = $1 and day = cast($2 as bigint)) < cast($6 as bigint)) and"
         " (cast($7 as bigint) = 0 or (select coalesce(sum(input_tokens + output_tokens), 0) from model_usage"
         " where day = cast($2 as bigint)) < cast($7 as bigint)) and"
         " (cast($8 as bigint) = 0 or (select coalesce(sum(cost), 0) from model_usage"
         " where day = cast($2 as bigint)) < cast($8 as bigint))"
         " on conflict (user_id, day) do update set calls = model_usage.calls + 1,"
         " input_tokens = model_usage.input_tokens + excluded.input_tokens,"
         " cost = model_usage.cost + excluded.cost"},
        {"agent.settle",
         "update model_usage set input_tokens = input_tokens + $3, output_tokens = output_tokens + $4,"
         " cost = cost + $5 where user_id = $1 and day = $2"},
        {"agent.forget_owner", "delete from model_usage where user_id = $1"},
    }};

std::uint64_t count_in(const json::value& v, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, json::integer_of(v, name)));
}

}  // namespace

const db::schema& schema() { return whole_schema; }

namespace store {

db::operation find_step(const std::string& question_id, std::uint32_t number) {
  return {"agent.find_step", {question_id, number}};
}
kept_step step_of(const db::row_set& found) {
  kept_step out;
  if (found.rows.empty()) return out;
  db::row_reader in(found.rows.front());
  out.digest = in.text();
  out.tries = in.number<std::uint32_t>();
  out.done = in.flag();
  out.answer = in.text();
  out.ended_by = in.text();
  return out;
}
db::operation begin_step(const std::string& question_id, std::uint32_t number, const std::string& digest,
                         std::uint32_t tries, const std::string& ended_by, micros now) {
  return {"agent.begin_step", {question_id, number, digest, tries, ended_by, now}, 1};
}
db::operation finish_step(const std::string& question_id, std::uint32_t number, const std::string& answer) {
  return {"agent.finish_step", {question_id, number, answer}};
}
db::operation forget_steps_before(micros before) { return {"agent.forget_steps_before", {before}}; }

db::operation find_spent(const std::string& user, std::int64_t day) {
  return {"agent.find_spent", {user, day}};
}
std::pair<spent, spent> spent_of(const db::row_set& found) {
  std::pair<spent, spent> out;
  if (found.rows.empty()) return out;
  db::row_reader in(found.rows.front());
  out.first.tokens = in.number<std::uint64_t>();
  out.first.cost = in.number<std::int64_t>();
  out.second.tokens = in.number<std::uint64_t>();
  out.second.cost = in.number<std::int64_t>();
  return out;
}
db::operation reserve(const std::string& user, std::int64_t day, const spent& expected,
                      const day_budgets& limits) {
  return {"agent.reserve",
          {user, day, expected.tokens, expected.cost, limits.user_tokens, limits.user_cost, limits.all_tokens,
           limits.all_cost},
          1};
}
db::operation settle(const std::string& user, std::int64_t day, const spent& reserved,
                     const consulted& call) {
  return {
      "agent.settle",
      {user, day, static_cast<std::int64_t>(call.input_tokens) - static_cast<std::int64_t>(reserved.tokens),
       static_cast<std::int64_t>(call.output_tokens), call.cost - reserved.cost}};
}

std::string text_of(const consulted& a) {
  json::value out;
  out.set("model", a.model).set("text", a.text).set("commands_text", a.commands_text).set("stop", a.stop);
  json::array calls;
  for (const auto& c : a.calls) {
    json::value one;
    one.set("id", c.id).set("name", c.name).set("arguments", c.arguments);
    calls.push_back(std::move(one));
  }
  out.set("calls", std::move(calls)).set("reasoning", json::write_texts(a.reasoning));
  json::array replaced;
  for (const auto& r : a.replaced) {
    json::value one;
    one.set("kind", r.kind).set("count", static_cast<std::int64_t>(r.count));
    replaced.push_back(std::move(one));
  }
  out.set("replaced", std::move(replaced)).set("why", a.why).set("cost", a.cost);
  out.set("input", static_cast<std::int64_t>(a.input_tokens))
      .set("cached", static_cast<std::int64_t>(a.cached_tokens))
      .set("output", static_cast<std::int64_t>(a.output_tokens))
      .set("pictures", std::int64_t{a.pictures})
      .set("without_pictures", a.without_pictures);
  return json::write(out);
}

consulted answer_of(std::string_view text) {
  consulted out;
  const auto read = json::parse(text);
  if (!read) {
    out.trouble = "broken_stream";
    out.why = "what was kept of the answer cannot be read";
    return out;
  }
  out.model = json::text_of(read.root, "model");
  out.text = json::text_of(read.root, "text");
  out.commands_text = json::text_of(read.root, "commands_text");
  out.stop = json::text_of(read.root, "stop");
  for (const auto& c : json::list_of(read.root, "calls"))
    out.calls.push_back({json::text_of(c, "id"), json::text_of(c, "name"), json::text_of(c, "arguments")});
  out.reasoning = json::read_texts(json::text_of(read.root, "reasoning"));
  for (const auto& r : json::list_of(read.root, "replaced"))
    out.replaced.push_back({json::text_of(r, "kind"), count_in(r, "count")});
  out.why = json::text_of(read.root, "why");
  out.cost = json::integer_of(read.root, "cost");
  out.input_tokens = count_in(read.root, "input");
  out.cached_tokens = count_in(read.root, "cached");
  out.output_tokens = count_in(read.root, "output");
  out.pictures = static_cast<std::uint32_t>(count_in(read.root, "pictures"));
  out.without_pictures = json::text_of(read.root, "without_pictures");
  return out;
}

}  // namespace store

}  // namespace fm::agent
