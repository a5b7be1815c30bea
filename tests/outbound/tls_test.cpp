// Whom TLS trusts, and what is said of others.
#include "certificates.hpp"
#include "live_support.hpp"

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

service_ptr trusting(const std::string& origin, const std::string& authority = "ca.pem") {
  return made_service({.name = "the test",
                       .origins = {origin},
                       .ca_file = authority.empty() ? "" : certificates::of_the_test().path(authority)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(a_good_certificate_of_the_configured_authority_is_trusted) {
  fault_server plain(answers(ok(std::string(200'000, 'x'))));
  tls_front front("good", plain.port());
  client c;
  for (int i = 0; i < 3; ++i) {
    const auto a = fetch(c, trusting(front.origin()), once(front.url()));
    BOOST_TEST(a.body.size() == 200'000u, a.text());
  }
  BOOST_TEST(plain.connections() == 1u);
  // A kept connection that was made with another authority is none for this one.
  const auto b = fetch(c, trusting(front.origin(), "other_ca.pem"), once(front.url()));
  BOOST_TEST(b.fails_with(trouble_kind::tls), b.text());
}

BOOST_AUTO_TEST_CASE(others_are_not_and_it_is_said_why) {
  fault_server plain(answers(ok("secret")));
  auto why = [&](const std::string& certificate, const std::string& authority) {
    tls_front front(certificate, plain.port());
    client c;
    auto r = once(front.url("/?key=s3cret"));
    r.retries = 2;
    const auto a = fetch(c, trusting(front.origin(), authority), r);
    BOOST_TEST(a.fails_with(trouble_kind::tls), a.text());
    BOOST_TEST(a.how.tries == 1u);  // it does not pass
    BOOST_TEST(!(a.how.why && a.how.why->is_sent));
    BOOST_TEST(a.text().find("s3cret") == std::string::npos);
    return a.text();
  };
  BOOST_TEST(why("good", "").find("configure a file") != std::string::npos);
  BOOST_TEST(why("good", "other_ca.pem").find("other_ca.pem") != std::string::npos);
  BOOST_TEST(why("stranger", "ca.pem").find("cannot be trusted") != std::string::npos);
  BOOST_TEST(why("elsewhere", "ca.pem").find("127.0.0.1") != std::string::npos);
  BOOST_TEST(why("expired", "ca.pem").find("expired") != std::string::npos);
  BOOST_TEST(plain.connections() <= 2u);
}

BOOST_AUTO_TEST_CASE(what_speaks_no_tls_is_told) {
  fault_server plain([](peer& p) {
    p.read(5);
    p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const auto url = "https://127.0.0.1:" + std::to_string(plain.port());
  client c;
  const auto a = fetch(c, trusting(url), once(url));
  BOOST_TEST((a.fails_with(trouble_kind::tls) && a.text().find("is it https") != std::string::npos),
             a.text());
}

BOOST_AUTO_TEST_CASE(an_upload_that_is_cut_off_costs_itself_alone) {
  fault_server plain([](peer& p) {
    p.read_head();
    p.reset();
  });
  tls_front front("good", plain.port());
  client c;
  for (int i = 0; i < 3; ++i) {
    auto r = once(front.url());
    r.method = method::put;
    r.body.assign(20'000'000, 'x');
    const auto a = fetch(c, trusting(front.origin()), std::move(r));
    BOOST_TEST(a.fails_with(trouble_kind::broken), a.text());
  }
}

BOOST_AUTO_TEST_CASE(https_is_not_left_for_http) {
  fault_server target(answers(ok("plain")));
  fault_server plain(answers(status(302, "Location: " + target.url() + "\r\n")));
  tls_front front("good", plain.port());
  client c;
  auto r = once(front.url());
  r.redirects = 3;
  const auto s = made_service({.name = "x",
                               .origins = {front.origin(), target.origin()},
                               .ca_file = certificates::of_the_test().path("ca.pem")});
  const auto a = fetch(c, s, r);
  BOOST_TEST((a.fails_with(trouble_kind::refused) && a.how.why->refusal == refusal::downgrade), a.text());
  BOOST_TEST(target.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_stream_is_closed_behind_tls_too) {
  std::promise<void> ended;
  fault_server plain([&](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\n\r\nhalf");
    if (p.sees_end_within(5s)) ended.set_value();
  });
  tls_front front("good", plain.port());
  client c;
  auto t = c.start(trusting(front.origin()), once(front.url()));
  while (t.next(5 * second) != transfer::event::piece) {
  }
  const auto begun = std::chrono::steady_clock::now();
  t.cancel();
  BOOST_TEST((ended.get_future().wait_for(2s) == std::future_status::ready));
  BOOST_TEST(milliseconds_since(begun) < 200);
}

BOOST_AUTO_TEST_SUITE_END()
