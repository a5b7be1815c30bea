#include "agent/claim_check.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

using fm::agent::check_claim;

struct block {
  std::vector<std::string> lines, shown, not_shown;
};

std::vector<block> blocks(const std::string& name = "claims.txt") {
  std::ifstream file(FM_CLAIMS "/" + name);
  BOOST_REQUIRE(file);
  std::vector<block> out;
  bool opens = true;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') {
      opens = true;
      continue;
    }
    if (opens) out.emplace_back();
    opens = false;
    auto& b = out.back();
    auto& into = line[0] == '|' ? b.lines : line[0] == '+' ? b.shown : b.not_shown;
    into.push_back(line.substr(2));
  }
  return out;
}

std::string list(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& t : texts) out += (out.empty() ? "" : ", ") + t;
  return out;
}

/// How many of the claims of a file the check takes for the other kind.
struct mistakes {
  std::size_t planted = 0, standing = 0, honest = 0, marked = 0;
};
mistakes in_file(const std::string& name) {
  mistakes out;
  for (const auto& b : blocks(name)) {
    out.planted += b.not_shown.size();
    out.honest += b.shown.size();
    for (const auto& c : b.not_shown)
      if (check_claim(c, b.lines).supported()) {
        ++out.standing;
        BOOST_TEST_MESSAGE("stands: " << c);
      }
    for (const auto& c : b.shown)
      if (const auto found = check_claim(c, b.lines); !found.supported()) {
        ++out.marked;
        BOOST_TEST_MESSAGE(c << " lacks " << list(found.missing));
      }
  }
  return out;
}

bool shown(std::string_view claim, const std::vector<std::string>& lines) {
  return check_claim(claim, lines).supported();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(claims)

BOOST_AUTO_TEST_CASE(every_claim_that_the_lines_do_not_show_is_caught) {
  std::size_t planted = 0;
  for (const auto& b : blocks())
    for (const auto& c : b.not_shown) {
      ++planted;
      BOOST_TEST(!shown(c, b.lines), c << " | " << b.lines.front());
    }
  BOOST_TEST(planted >= 60u);
}

BOOST_AUTO_TEST_CASE(at_most_one_in_twenty_true_claims_is_marked) {
  std::size_t all = 0, marked = 0;
  for (const auto& b : blocks())
    for (const auto& c : b.shown) {
      ++all;
      const auto found = check_claim(c, b.lines);
      if (found.supported()) continue;
      ++marked;
      BOOST_TEST_MESSAGE(c << " lacks " << list(found.missing));
    }
  BOOST_TEST(all >= 150u);
  BOOST_TEST(marked * 20 <= all, marked << " of " << all);
}

// What stands of these is a limit that docs/models.md names; a change must not raise it.
BOOST_AUTO_TEST_CASE(of_claims_about_real_excerpts_at_most_one_in_twenty_is_mistaken) {
  const auto found = in_file("tuned.txt");
  BOOST_TEST(found.planted >= 200u);
  BOOST_TEST(found.honest >= 160u);
  BOOST_TEST(found.standing * 18 <= found.planted, found.standing << " of " << found.planted << " stand");
  BOOST_TEST(found.marked * 20 <= found.honest, found.marked << " of " << found.honest << " are marked");
}

BOOST_AUTO_TEST_CASE(of_claims_that_it_was_not_made_by_few_are_mistaken) {
  const auto found = in_file("kept.txt");
  BOOST_TEST(found.planted >= 70u);
  BOOST_TEST(found.standing * 7 <= found.planted, found.standing << " of " << found.planted << " stand");
  BOOST_TEST(found.marked * 16 <= found.honest, found.marked << " of " << found.honest << " are marked");
}

// Each as it stands; docs/models.md has what stood at the first look.
BOOST_AUTO_TEST_CASE(of_claims_about_further_excerpts_few_are_mistaken) {
  const auto tuned = in_file("fresh.txt");
  BOOST_TEST(tuned.planted >= 130u);
  BOOST_TEST(tuned.standing * 10 <= tuned.planted, tuned.standing << " of " << tuned.planted << " stand");
  BOOST_TEST(tuned.marked * 12 <= tuned.honest, tuned.marked << " of " << tuned.honest << " are marked");
  const auto more = in_file("fresh_more.txt");
  BOOST_TEST(more.planted >= 140u);
  BOOST_TEST(more.standing * 9 <= more.planted, more.standing << " of " << more.planted << " stand");
  BOOST_TEST(more.marked * 9 <= more.honest, more.marked << " of " << more.honest << " are marked");
  const auto kept = in_file("fresh_kept.txt");
  BOOST_TEST(kept.planted >= 70u);
  BOOST_TEST(kept.standing * 7 <= kept.planted, kept.standing << " of " << kept.planted << " stand");
  BOOST_TEST(kept.marked * 12 <= kept.honest, kept.marked << " of " << kept.honest << " are marked");
}

BOOST_AUTO_TEST_CASE(a_row_tells_of_itself_by_the_heads_of_its_columns) {
  const std::vector<std::string> lines{"NAME     READY   STATUS    RESTARTS   AGE",
                                       "cart-1   1/1     Running   0          12d",
                                       "cart-2   0/1     Pending   7          6m"};
  BOOST_TEST(shown("cart-2 is pending.", lines));
  BOOST_TEST(!shown("cart-1 is pending.", lines));
  BOOST_TEST(!shown("cart-2 is ready.", lines));
  BOOST_TEST(shown("cart-2 was restarted 7 times.", lines));
  BOOST_TEST(!shown("cart-1 was restarted 7 times.", lines));
}

BOOST_AUTO_TEST_CASE(a_number_is_that_of_its_field) {
  const std::vector<std::string> lines{
      "avc: denied { connect } for pid=3321 comm=\"proxy\" dest=8443 exit=-13"};
  BOOST_TEST(shown("The process 3321 was denied.", lines));
  BOOST_TEST(!shown("The process 8443 was denied.", lines));
  BOOST_TEST(!shown("The connection to port 3321 was denied.", lines));
}

BOOST_AUTO_TEST_CASE(what_could_not_be_done_is_told_of_what_it_names) {
  const std::vector<std::string> lines{
      "2026-03-04T07:00:00Z INFO batch: reading /etc/batch.toml",
      "2026-03-04T07:00:01Z ERROR batch: cannot lock /run/batch.lock: held by pid 611"};
  BOOST_TEST(shown("batch could not lock /run/batch.lock.", lines));
  BOOST_TEST(!shown("batch could not read /etc/batch.toml.", lines));
  BOOST_TEST(!shown("user_1085 could not log in.", {lines.back() + " user_1085"}));
}

BOOST_AUTO_TEST_CASE(who_acts_is_who_the_line_says) {
  const std::vector<std::string> lines{
      "2026-03-04T07:01:00Z WARN mailer: smtp.example.net rejected message 88: mailbox unavailable",
      "2026-03-04T07:01:02Z WARN shop: payment declined by gateway: account suspended"};
  BOOST_TEST(shown("smtp.example.net rejected message 88.", lines));
  BOOST_TEST(!shown("The mailer rejected message 88.", lines));
  BOOST_TEST(shown("The gateway declined the payment.", lines));
  BOOST_TEST(!shown("The account declined the payment.", lines));
}

/// Before the work had bounds, this took more than a minute: the test runner's limit would end it.
BOOST_AUTO_TEST_CASE(hostile_sources_and_claims_end) {
  std::string line, claim;
  while (line.size() < 4000) line += "start failed by node-1 error 12 to 13 ";
  while (claim.size() < 950) claim += "node-1 started the read write of 12, ";
  const std::vector<std::string> lines(24, line);
  BOOST_TEST(!shown(claim, lines));
}

BOOST_AUTO_TEST_CASE(who_did_it_to_whom_is_read_from_the_line) {
  const std::vector<std::string> lines{
      "2026-11-23T15:00:01Z ERROR gateway: stripe rejected the request of order 51",
      "2026-11-23T15:00:03Z ERROR db-1: could not connect to api-2: timed out after 5 s"};
  BOOST_TEST(shown("The request of order 51 was rejected by stripe.", lines));
  BOOST_TEST(!shown("The gateway rejected the request of order 51.", lines));
  BOOST_TEST(shown("db-1 could not reach api-2.", lines));
  BOOST_TEST(!shown("api-2 could not reach db-1.", lines));
}

BOOST_AUTO_TEST_CASE(amounts_follow_from_a_count) {
  const std::vector<std::string> lines{"10.0.0.5 POST /upload HTTP/1.1 413",
                                       "10.0.0.6 POST /upload HTTP/1.1 413", "10.0.0.7 GET / HTTP/1.1 200"};
  BOOST_TEST(shown("Both POST requests got a 413.", lines));
  BOOST_TEST(!shown("All requests got a 413.", lines));
  BOOST_TEST(!shown("Only 10.0.0.5 got a 413.", lines));
  BOOST_TEST(!shown("Dozens of requests got a 413.", lines));
  BOOST_TEST(!shown("Most requests got a 413.", lines));
}

BOOST_AUTO_TEST_CASE(a_remark_beside_what_is_shown_is_shown_itself_or_openly_a_guess) {
  const std::vector<std::string> lines{
      "2026-11-23T15:04:00Z WARN orders: pool exhausted, 50 of 50 connections in use"};
  BOOST_TEST(shown("The pool is exhausted.", lines));
  BOOST_TEST(!shown("The pool is exhausted because the deploy doubled its load.", lines));
  BOOST_TEST(!shown("The pool is exhausted, so customers lost orders.", lines));
  BOOST_TEST(!shown("The pool is exhausted despite the backup being healthy.", lines));
  BOOST_TEST(shown("The pool is exhausted, possibly because of a leak.", lines));
  BOOST_TEST(!shown("The pool is exhausted, possibly because of a leak in billing-api.", lines));
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_part_is_shown) {
  const std::vector<std::string> lines{"30 of 120 requests failed"};
  BOOST_TEST(shown("90 of 120 requests succeeded.", lines));
  BOOST_TEST(shown("75% of the requests succeeded.", lines));
  BOOST_TEST(!shown("90 of 120 requests failed.", lines));
  BOOST_TEST(!shown("80 of 120 requests succeeded.", lines));
}

BOOST_AUTO_TEST_CASE(how_often_a_line_stands_may_be_said) {
  const std::vector<std::string> lines{"2026-11-23T15:04:00Z ERROR orders: pool exhausted"};
  BOOST_TEST(check_claim("The pool was exhausted 412 times.", lines, "412 times").supported());
  BOOST_TEST(check_claim("The pool was exhausted hundreds of times.", lines, "412 times").supported());
  BOOST_TEST(!check_claim("The pool was exhausted 500 times.", lines, "412 times").supported());
  BOOST_TEST(!shown("The pool was exhausted 412 times.", lines));
}

BOOST_AUTO_TEST_CASE(a_claim_without_a_source_is_not_shown) { BOOST_TEST(!shown("The disk is full.", {})); }

BOOST_AUTO_TEST_CASE(quotes_are_compared_letter_by_letter_and_may_leave_out) {
  const std::vector<std::string> lines{"FATAL:  remaining connection slots are reserved for superusers"};
  BOOST_TEST(shown("It says \"Remaining connection slots … superusers\".", lines));
  BOOST_TEST(shown("It says `remaining connection slots...`.", lines));
  BOOST_TEST(!shown("It says \"superusers … remaining connection slots\".", lines));
  BOOST_TEST(!shown("It says \"no connection slots\".", lines));
}

BOOST_AUTO_TEST_CASE(amounts_are_equal_in_any_unit_as_far_as_they_are_stated) {
  const std::vector<std::string> lines{"request took 1532 ms", "heap 2147483648 bytes"};
  BOOST_TEST(shown("The request took 1.5 s.", lines));
  BOOST_TEST(shown("The request took 1.532 seconds.", lines));
  BOOST_TEST(!shown("The request took 1.6 s.", lines));
  BOOST_TEST(shown("The heap is 2 GB.", lines));
  BOOST_TEST(!shown("The heap is 4 GB.", lines));
}

BOOST_AUTO_TEST_SUITE_END()
