// Whatever a model says, through the whole flow: real evidence, real tools, redaction, the check of claims.
#include "conversation.hpp"
#include "outcome_json.hpp"

#include <fm/agent/spawn.hpp>
#include <fm/test/work_world.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace fm;
using namespace fm::test;

namespace {

constexpr micros asked_at = 1'796'083'200'000'000;  // 2026-12-01T00:00:00Z
constexpr std::size_t least_conversations = 30;

/// Only by an explicit switch: test_conversations -- --rewrite
bool rewrites() {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  for (int i = 1; i < suite.argc; ++i)
    if (std::string_view(suite.argv[i]) == "--rewrite") return true;
  return false;
}

/// A server's modules with a case that holds the evidence, and the turn that asks about it.
class asked_case {
 public:
  asked_case(const conversation& of, std::shared_ptr<scripted_model> model) {
    world_.start();
    tools_ = agent::spawn_tools(world_.system(), "UTC");
    agent::model_options how;
    how.model = std::move(model);
    how.name = "test/scripted";
    how.redaction_key = secret<>("of the replay set");
    agent_ = agent::spawn(world_.system(), {}, std::move(how));
    must(world_.ask(world_.jobs.board, jobs::resume_all{}));
    case_id_ = world_.new_case();
    for (const auto& [name, bytes] : of.evidence) world_.ended(world_.upload(case_id_, name, bytes).job_id);
    question_ = of.question;
  }

  agent::investigation ask() {
    agent::run_turn m;
    m.case_id = case_id_;
    m.question = question_;
    m.with_runbooks = false;
    m.asked = asked_at;
    return must(world_.ask(agent_, std::move(m))).found;
  }

 private:
  work_world world_;
  agent::tools_handle tools_;
  agent::handle agent_;
  std::string case_id_, question_;
};

/// What stands in the evidence of the hostile conversations and leaves in none.
constexpr const char* secrets[] = {"Winter-2026-Pass", "ann@example.com"};

}  // namespace

BOOST_AUTO_TEST_SUITE(replay)

BOOST_AUTO_TEST_CASE(every_conversation_ends_as_its_golden_file_says) {
  const auto all = all_conversations();
  BOOST_TEST(all.size() >= least_conversations);
  for (const auto& c : all) BOOST_TEST_CONTEXT(c.name) {
      const auto model = std::make_shared<scripted_model>(c.says);
      asked_case of(c, model);
      model->set_down(true);
      const auto without = of.ask();
      BOOST_TEST(without.by_model.trouble == "unreachable");
      model->set_down(false);
      const auto found = of.ask();
      BOOST_TEST(breach_in(found, without) == "");
      for (const auto* secret : secrets) BOOST_TEST(model->told().find(secret) == std::string::npos);
      for (const auto& step : found.next_steps) BOOST_TEST(step.run.find(secrets[0]) == std::string::npos);
      const auto is = outcome_json(found, without, model->asked());
      if (rewrites())
        std::ofstream(expectation_path(c.name), std::ios::binary) << is;
      else
        BOOST_TEST(is == c.expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
