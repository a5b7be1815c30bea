#define BOOST_TEST_MODULE budget
#include "fm/budget/memory_budget.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace fm::budget;

namespace {
bool at_once() { return true; }  // nobody waits any more
}  // namespace

BOOST_AUTO_TEST_SUITE(memory_budgets)

BOOST_AUTO_TEST_CASE(shares_take_no_more_than_there_is_and_give_back_when_they_end) {
  auto all = std::make_shared<memory_budget>(100);
  memory_share first(all, 0, at_once);
  BOOST_TEST(first.grow(60));
  {
    memory_share second(all, 0, at_once);
    BOOST_TEST(second.grow(40));
    BOOST_TEST(!second.grow(1));
    BOOST_TEST(all->figures().held == 100u);
  }
  BOOST_TEST(all->figures().held == 60u);
  BOOST_TEST(all->figures().most_held == 100u);
  BOOST_TEST(all->figures().refused == 1u);
  first.shrink(50);
  BOOST_TEST(first.held() == 10u);
  BOOST_TEST(!first.grow(91));
  BOOST_TEST(first.grow(90));
}

BOOST_AUTO_TEST_CASE(a_share_has_a_bound_of_its_own_whatever_is_free) {
  auto all = std::make_shared<memory_budget>(1'000);
  memory_share turn(all, 100);
  BOOST_TEST(turn.grow(80));
  BOOST_TEST(turn.beyond(21));
  BOOST_TEST(!turn.grow(21));
  BOOST_TEST(!turn.beyond(20));
  BOOST_TEST(turn.grow(20));
  BOOST_TEST(all->figures().refused == 0u);
}

BOOST_AUTO_TEST_CASE(what_can_never_be_free_is_refused_without_waiting) {
  auto all = std::make_shared<memory_budget>(100);
  std::atomic<int> asked{0};
  memory_share one(all, 0, [&] { return ++asked > 1'000; });
  BOOST_TEST(!one.grow(101));
  BOOST_TEST(asked == 0);
}

BOOST_AUTO_TEST_CASE(a_share_waits_until_a_neighbour_has_ended) {
  auto all = std::make_shared<memory_budget>(100);
  auto neighbour = std::make_unique<memory_share>(all, 0);
  BOOST_TEST(neighbour->grow(100));
  std::atomic<bool> waits{false};
  bool got = false;
  std::thread other([&] {
    memory_share one(all, 0, [&] {
      waits = true;
      return false;
    });
    got = one.grow(50);
  });
  while (!waits) std::this_thread::yield();
  neighbour.reset();
  other.join();
  BOOST_TEST(got);
  BOOST_TEST(all->figures().held == 0u);
}

BOOST_AUTO_TEST_CASE(a_share_without_a_budget_takes_what_it_likes) {
  memory_share one(nullptr, 0);
  BOOST_TEST(one.grow(~std::uint64_t{0} / 2));
}

BOOST_AUTO_TEST_CASE(many_threads_never_hold_more_than_there_is) {
  auto all = std::make_shared<memory_budget>(64);
  std::atomic<std::uint64_t> held{0};
  std::atomic<bool> broken{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const auto bytes = static_cast<std::uint64_t>(1 + (t * 7 + i) % 40);
        memory_share one(all, 0, at_once);
        if (!one.grow(bytes)) continue;
        if (held.fetch_add(bytes) + bytes > 64) broken = true;
        held.fetch_sub(bytes);
      }
    });
  for (auto& t : threads) t.join();
  BOOST_TEST(!broken);
  BOOST_TEST(all->figures().held == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
