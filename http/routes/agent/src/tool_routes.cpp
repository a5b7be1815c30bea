#include "fm/http/tool_routes.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fm::http {

namespace {

/// What is left of the time of a request beyond the deadline of its tool: for its record in the audit log.
constexpr micros beyond_deadline = 5 * second;

json::value tool_json(const agent::tool_description& t) {
  json::value out;
  out.set("name", t.name)
      .set("description", t.description)
      .set("parameters", json::parse(t.parameters).root)
      .set("permission", t.permission)
      .set("deadline_seconds", t.deadline / second)
      .set("max_output_bytes", std::uint64_t{t.most_output_bytes});
  return out;
}

response tools_response(const agent::tool_list& list, const request&) {
  json::array all;
  for (const auto& t : list.tools) all.push_back(tool_json(t));
  return json_response(200, json::value().set("tools", std::move(all)));
}

parsed<agent::run_tool> parse_call(const exchange& x) {
  fields f(*x.request);
  agent::run_tool out;
  out.case_id = f.text("case_id", {.required = true, .min = 1, .max = 255}).value_or("");
  out.name = f.text("tool", {.required = true, .min = 1, .max = 255}).value_or("");
  out.arguments = f.object("arguments").value_or("");
  if (!f.ok()) return unprocessable(f.issues());
  return out;
}

/// What is wrong with a call that was not carried out.
response refusal(const agent::tool_result& r) {
  if (r.error == "unknown_tool") return problem(404, r.text);
  std::vector<issue> issues;
  for (const auto& f : r.findings) {
    issue one{f.type, {"body", "arguments"}, f.message};
    one.loc.insert(one.loc.end(), f.path.begin(), f.path.end());
    issues.push_back(std::move(one));
  }
  if (issues.empty()) issues.push_back({"value_error", {"body", "arguments"}, r.text});
  return unprocessable(issues);
}

response call_response(const std::string& tool, const agent::tool_result& r, micros took) {
  if (!r.error.empty()) return refusal(r);
  json::array citables;
  for (const auto& c : r.citables) citables.push_back(json::value().set("name", c.name).set("text", c.text));
  json::value result;
  result.set("text", r.text).set("citables", std::move(citables));
  json::value out;
  out.set("tool", tool)
      .set("result", std::move(result))
      .set("truncated", r.truncated)
      .set("total", r.total)
      .set("shown", r.shown)
      .set("next_cursor", text_or_null(r.next_cursor))
      .set("duration_ms", took / millisecond);
  return json_response(200, out);
}

}  // namespace

route_table tool_routes(actors::system& sys,
                        const actors::handle<agent::list_tools, agent::run_tool>& tools) {
  route_table rows;
  rows.push_back(read_row(
      "/agent/tools", "listAgentTools",
      ask<agent::list_tools>(
          sys, tools, [](const exchange&) -> parsed<agent::list_tools> { return agent::list_tools{}; },
          tools_response)));
  auto call = write_row(method::post, "/agent/tools/execute", "executeAgentTool", [&sys, tools](exchange x) {
    auto command = parse_call(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& asked = std::get<agent::run_tool>(command);
    auto name = asked.name;
    sys.call(tools, std::move(asked), std::move(x.ctx),
             [&sys, out = std::move(x.out), name = std::move(name),
              began = x.request->began](outcome<agent::tool_result> r) {
               out->send(r ? call_response(name, *r, sys.steady() - began) : problem(r.error()));
             });
  });
  call.deadline = agent::run_tool::timeout + beyond_deadline;
  rows.push_back(std::move(call));
  return rows;
}

}  // namespace fm::http
