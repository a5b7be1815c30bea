#include "evidence/time_histogram.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>

using fm::evidence::micros;
using fm::evidence::time_histogram;
using fm::evidence::time_scale;

namespace {
std::uint64_t total(const std::array<std::uint32_t, time_scale::buckets>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}
}  // namespace

BOOST_AUTO_TEST_SUITE(histograms_over_time)

BOOST_AUTO_TEST_CASE(no_event_is_lost_while_the_scale_widens) {
  time_scale scale;
  time_histogram h;
  micros t = 1'700'000'000'000'000;
  for (int i = 0; i < 5'000; ++i) {
    auto bucket = scale.bucket(t);
    h.add(scale, bucket);
    t += i * 40'000;
  }
  BOOST_TEST(total(h.counts(scale)) == 5'000u);
}

BOOST_AUTO_TEST_CASE(times_that_run_backwards_move_the_origin) {
  time_scale scale;
  time_histogram h;
  micros t = 1'700'000'000'000'000;
  for (int i = 0; i < 300; ++i) {
    auto bucket = scale.bucket(t);
    BOOST_TEST_REQUIRE(bucket < time_scale::buckets);
    h.add(scale, bucket);
    t -= 60'000'000;
  }
  BOOST_TEST(total(h.counts(scale)) == 300u);
  BOOST_TEST(scale.bucket(1'700'000'000'000'000) > scale.bucket(t + 60'000'000));
}

BOOST_AUTO_TEST_CASE(a_late_histogram_catches_up_with_the_scale) {
  time_scale scale;
  time_histogram early;
  early.add(scale, scale.bucket(0));
  scale.bucket(1'000'000'000'000);
  time_histogram late;
  late.add(scale, scale.bucket(0));
  BOOST_TEST(early.counts(scale) == late.counts(scale), boost::test_tools::per_element());
  early.merge(scale, late);
  BOOST_TEST(total(early.counts(scale)) == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
