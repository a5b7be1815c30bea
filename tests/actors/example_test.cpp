// A whole module in one file, as docs/actors.md quotes it.
#include "fm/actors/system.hpp"

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
template <class I>
auto inspect(I& f, counted& x) {
  return f(x.words);
}
template <class I>
auto inspect(I& f, count_words& x) {
  return f(x.text);
}
template <class I>
auto inspect(I& f, add_text& x) {
  return f(x.text);
}
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
  ctx.deadline = sys.now() + 3 * fm::second;
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
