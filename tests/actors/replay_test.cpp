// Live runs on several threads must replay to the same states and effects.
#include "live_run.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <set>

using namespace workload;
using fm::actors::journal_options;
using fm::actors::read_journal;
using fm::actors::segment_path;

namespace {

std::string describe(const std::optional<fm::actors::difference>& d) {
  if (!d) return "equal";
  return "ticket " + std::to_string(d->ticket) + " of " + d->actor + ", " + d->kind + ": " + d->what;
}

std::set<std::uint8_t> run_and_compare(const run_options& options) {
  temporary_journal file;
  auto live = run_live(options, {.path = file.path()});
  BOOST_TEST_REQUIRE(live.lost == 0u);
  auto recorded = read_journal({file.path()}, table().fingerprint());
  BOOST_TEST_REQUIRE(recorded.why == "");
  auto again = same_actors();
  auto difference = again.run(recorded);
  BOOST_TEST_REQUIRE(!difference, "run " << options.seed << ": " << describe(difference));
  BOOST_TEST(live.states.size() == 7u);
  for (const auto& [name, state] : live.states)
    BOOST_TEST((again.state_of(name) == state), "run " << options.seed << ": another state of " << name);
  BOOST_TEST(live.answered == 3u * static_cast<unsigned>(options.commands));
  std::set<std::uint8_t> kinds;
  for (const auto& r : recorded.records) kinds.insert(r.head.what);
  return kinds;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_one_of_200_live_runs_replays_to_the_same_states) {
  std::set<std::uint8_t> kinds;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    // Every fourth run is cut while flows are suspended.
    auto cut = seed % 4 == 3;
    kinds.merge(
        run_and_compare({.seed = seed, .commands = 40, .grace = cut ? 2 * millisecond : 5 * fm::second}));
  }
  for (auto kind :
       {fm::input_kind::command, fm::input_kind::message, fm::input_kind::port_answer,
        fm::input_kind::peer_answer, fm::input_kind::failure, fm::input_kind::timer, fm::input_kind::cancel})
    BOOST_TEST(kinds.contains(static_cast<std::uint8_t>(kind)), "no input was a " << to_string(kind));
}

BOOST_AUTO_TEST_CASE(a_step_that_reads_the_clock_is_reported_at_the_ticket_where_it_first_shows) {
  int shown = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    temporary_journal file;
    run_live({.seed = seed, .faulty = true}, {.path = file.path()});
    auto fault = first_fault.load();
    auto again = same_actors();  // these do not read the clock: the first reading is the first difference
    auto difference = again.run(read_journal({file.path()}, table().fingerprint()));
    if (fault == UINT64_MAX) {
      BOOST_TEST(!difference);
      continue;
    }
    ++shown;
    BOOST_TEST_REQUIRE(static_cast<bool>(difference), "the reading at ticket " << fault << " was missed");
    BOOST_TEST(difference->ticket == fault, describe(difference));
    BOOST_TEST(difference->actor.starts_with("case "));
  }
  BOOST_TEST(shown > 0);
}

BOOST_AUTO_TEST_CASE(
    segments_replay_together_and_a_segment_that_begins_in_the_middle_asks_for_the_one_before) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    temporary_journal file;
    auto live = run_live({.seed = seed, .epochs = true}, {.path = file.path()});
    std::vector<std::filesystem::path> segments;
    for (std::uint32_t n = 1; std::filesystem::exists(segment_path(file.path(), n)); ++n)
      segments.push_back(segment_path(file.path(), n));
    BOOST_TEST_REQUIRE(segments.size() == 5u);
    auto again = same_actors();
    auto difference = again.run(read_journal(segments, table().fingerprint()));
    BOOST_TEST_REQUIRE(!difference, describe(difference));
    for (const auto& [name, state] : live.states) BOOST_TEST((again.state_of(name) == state), name);
    auto last = read_journal({segments.back()}, table().fingerprint());
    if (last.why.empty())
      BOOST_TEST(!same_actors().run(last));
    else
      BOOST_TEST(last.why.find("earlier segment") != std::string::npos, last.why);
  }
}
