#include "tools_step.hpp"

#include "tools/catalog.hpp"
#include "tools/library.hpp"
#include "tools/schema_check.hpp"
#include "tools/search.hpp"
#include "tools/surroundings.hpp"
#include "tools/templates.hpp"
#include "tools/timeline.hpp"

#include <fm/auth/audit.hpp>
#include <fm/crypto/hash.hpp>
#include <fm/providers/db.hpp>

#include <type_traits>
#include <utility>

namespace fm::agent {

namespace {

using tools::call;

/// A tool that reads files of the case: plans with their names what to ask, asks, and renders the answer.
template <auto Plan, auto Show>
flow<tool_result> over_files(call c, effects& fx) {
  auto files = co_await fx.ask<evidence::list_case_files>(c.case_id);
  auto plan = Plan(c, files);
  if (!plan.findings.empty()) co_return tools::refused(std::move(plan.findings));
  auto request = plan.request;
  auto found = co_await fx.ask<decltype(plan.request)>(request);
  if constexpr (std::is_invocable_v<decltype(Show), decltype(plan), decltype(found), decltype(files)>)
    co_return Show(plan, std::move(found), files);
  else
    co_return Show(c, plan, std::move(found), files);
}

flow<tool_result> knowledge_of(call c, effects& fx) {
  auto plan = tools::plan_knowledge(c);
  if (!plan.findings.empty()) co_return tools::refused(std::move(plan.findings));
  auto request = plan.request;
  auto found = co_await fx.ask<knowledge::search_visible>(request.case_id, request.queries, request.limit);
  co_return tools::show_knowledge(plan, found);
}

flow<tool_result> similar(call c, effects& fx) {
  auto plan = tools::plan_similar(c);
  if (!plan.findings.empty()) co_return tools::refused(std::move(plan.findings));
  auto found = co_await fx.ask<look_at_past_cases>(c.case_id);
  co_return tools::show_similar(c, plan, found);
}

/// What does the work of each tool of the catalog.
struct runner {
  const char* name;
  flow<tool_result> (*run)(call c, effects& fx);
};
constexpr runner runners[] = {{"search_evidence", over_files<tools::plan_search, tools::show_search>},
                              {"read_lines", over_files<tools::plan_read, tools::show_read>},
                              {"templates", over_files<tools::plan_templates, tools::show_templates>},
                              {"timeline", over_files<tools::plan_timeline, tools::show_timeline>},
                              {"compare", over_files<tools::plan_compare, tools::show_compare>},
                              {"search_knowledge", knowledge_of},
                              {"similar_cases", similar}};

flow<tool_result> run(const tool_description& what, call c, effects& fx) {
  for (const auto& r : runners)
    if (what.name == r.name) co_return co_await r.run(std::move(c), fx);
  co_return fail(ec::internal, "nobody runs the tool " + what.name);
}

/// The lines around those of the result. What cannot be read is left out: it was shown a moment ago.
flow<std::vector<std::string>> around(std::string case_id, tool_result shown, effects& fx) {
  constexpr std::size_t most_bytes = 96'000;
  std::vector<std::string> out;
  auto files = co_await fx.ask<evidence::list_case_files>(case_id);
  const auto ranges = tools::plan_surroundings(shown, files);
  std::size_t bytes = 0;
  for (const auto& range : ranges) {
    if (bytes >= most_bytes) break;
    auto request = range;
    auto found = co_await fx.try_ask<evidence::read_lines>(request);
    if (!found) continue;
    out.push_back(tools::surroundings_of(*found, most_bytes - bytes));
    bytes += out.back().size();
  }
  co_return out;
}

/// Says in the audit log who called what; of the arguments, which may quote evidence, only their hash.
db::operation record_of(const run_tool& m, std::string_view outcome, effects& fx) {
  std::string detail = m.name + " sha256:" + crypto::hex(crypto::sha256(m.arguments)) + " ";
  detail += outcome;
  return auth::audit(fx, "tool.run", m.case_id, detail);
}

}  // namespace

tool_list on(tools_state&, list_tools, effects&) { return {tools::catalog()}; }

flow<tool_result> on(tools_state& s, run_tool m, effects& fx) {
  co_await fx.ask<evidence::look_at_case>(m.case_id);
  const auto* what = tools::find_tool(m.name);
  if (what == nullptr) co_return tools::unknown_tool(m.name);
  outcome<tool_result> result = tool_result{};
  auto schema = json::parse(what->parameters);
  auto checked = tools::check_arguments(schema.root, m.arguments);
  if (checked.findings.empty()) {
    call c{m.case_id, m.name, std::move(checked.arguments), s.zone};
    auto bounded = fx.within(what->deadline);
    auto running = run(*what, std::move(c), bounded);
    result = co_await attempt(std::move(running));
    if (result && m.with_surroundings) {
      auto shown = *result;
      result->surroundings = co_await around(m.case_id, std::move(shown), fx);
    }
  } else {
    result = tools::refused(std::move(checked.findings));
  }
  const auto said = !result                 ? to_string(result.error().code)
                    : result->error.empty() ? std::string_view("ok")
                                            : std::string_view(result->error);
  auto late = fx.without_deadline();
  std::vector<db::operation> unit{record_of(m, said, late)};
  co_await late.ask<db::transact>(unit);
  co_return result;
}

}  // namespace fm::agent
