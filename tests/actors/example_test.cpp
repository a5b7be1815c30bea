// A whole module in one file, as docs/actors.md quotes it.
#include "fm/actors/system.hpp"
#include "fm/test/hand.hpp"
#include "fm/test/message_suite.hpp"
#include "live_run.hpp"

#include <boost/test/unit_test.hpp>

namespace {
namespace notebook {

// [messages]
struct counted {
  std::uint64_t words = 0;
};
/// Counts the words of a text; a job, since texts are long.
struct count_words {
  using reply_type = counted;
  static constexpr auto timeout = 5 * fm::second;
  std::string text;
};
/// Adds a text to the notebook and says how many words it holds now.
struct add_text {
  using reply_type = counted;
  static constexpr auto timeout = 10 * fm::second;
  std::string text;
};
using messages = fm::message_list<counted, count_words, add_text>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);
// [job]
struct word_counter {
  using takes = fm::takes<count_words>;
  fm::outcome<counted> run(const count_words& m, fm::actors::worker_env& env) {
    counted c;
    for (std::size_t i = 0; i < m.text.size(); ++i) {
      if (env.cancelled()) return fm::fail(fm::ec::cancelled);
      if (m.text[i] != ' ' && (i == 0 || m.text[i - 1] == ' ')) ++c.words;
    }
    return c;
  }
};
// [step]
struct state {
  using takes = fm::takes<add_text>;
  std::uint64_t words = 0;
};
fm::flow<counted> on(state& s, add_text m, fm::effects& fx) {
  if (fx.ctx().user.empty()) co_return fm::fail(fm::ec::unauthenticated, "sign in first");
  auto found = co_await fx.ask<count_words>(m.text);
  s.words += found.words;
  co_return counted{s.words};
}
// [end]

}  // namespace notebook
}  // namespace

BOOST_AUTO_TEST_CASE(a_module_with_a_step_and_a_job_answers_a_blocking_ask) {
  // [main]
  fm::actors::system_config config;
  config.messages = fm::actors::messages_of<notebook::messages>();
  fm::actors::system sys(std::move(config));
  sys.gate<notebook::word_counter>("word counters", {.workers = 2, .waiting = 16});
  auto notes = sys.spawn<notebook::state>("notebook");
  fm::call_context ctx;
  ctx.user = "ann";
  ctx.deadline = sys.steady() + 3 * fm::second;
  auto first = sys.ask(notes, notebook::add_text{"the disk is full"}, ctx);
  auto second = sys.ask(notes, notebook::add_text{"again"}, ctx);
  // [end]
  BOOST_TEST_REQUIRE(static_cast<bool>(first));
  BOOST_TEST(first->words == 4u);
  BOOST_TEST_REQUIRE(static_cast<bool>(second));
  BOOST_TEST(second->words == 5u);
  auto refused = sys.ask(notes, notebook::add_text{"x"});
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == fm::ec::unauthenticated));
  auto report = sys.stop();
  BOOST_TEST(report.killed == 0u);
  BOOST_TEST(report.stuck.empty());
}

BOOST_AUTO_TEST_CASE(the_same_step_is_tested_by_hand) {
  // [hand]
  fm::test::hand<notebook::state> h;
  h.say(notebook::add_text{"one two"});
  BOOST_TEST(h.sent<notebook::count_words>()->text == "one two");
  h.answer(h.at(), notebook::counted{2});
  BOOST_TEST(h.sent<notebook::counted>()->words == 2u);
  h.say(notebook::add_text{"three"});
  h.fails(h.at(), fm::ec::busy);
  BOOST_TEST((h.failed()->code == fm::ec::busy));
  // [end]
  BOOST_TEST(h.state().words == 2u);
}

BOOST_AUTO_TEST_CASE(the_messages_of_the_module_survive_serialisation) {
  // [wire]
  fm::test::check_messages<notebook::messages>();
  // [end]
}

BOOST_AUTO_TEST_CASE(a_recorded_run_of_the_module_is_replayed_without_its_job) {
  workload::temporary_journal file;
  auto path = file.path();
  {
    fm::actors::system_config config;
    config.messages = fm::actors::messages_of<notebook::messages>();
    config.journal = fm::actors::journal_options{.path = path};
    fm::actors::system sys(std::move(config));
    sys.gate<notebook::word_counter>("word counters", {});
    auto notes = sys.spawn<notebook::state>("notebook");
    fm::call_context ctx;
    ctx.user = "ann";
    for (int i = 0; i < 10; ++i)
      BOOST_TEST(static_cast<bool>(sys.ask(notes, notebook::add_text{"two words"}, ctx)));
  }
  // [replay]
  auto messages = fm::actors::messages_of<notebook::messages>();
  auto recorded = fm::actors::read_journal({path}, messages.fingerprint());
  fm::actors::replay again(messages);
  again.add<notebook::state>("notebook");
  auto difference = again.run(recorded);
  // [end]
  BOOST_TEST(recorded.why == "");
  BOOST_TEST(!difference);
  BOOST_TEST(again.inputs() == 20u);
  BOOST_TEST(again.edge_replies() == 10u);
}
