#include "fm/llm/protocol.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace fm::llm;
using fm::providers::model_trouble;

model_trouble meaning(unsigned status, std::string_view body) { return refusal_of(status, body, 0).trouble; }

}  // namespace

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(the_vendors_word_is_surer_than_the_status) {
  BOOST_TEST((meaning(400, R"({"error":{"code":"context_length_exceeded","message":"too long"}})") ==
              model_trouble::context_exceeded));
  BOOST_TEST((
      meaning(
          400,
          R"({"error":{"code":400,"type":"exceed_context_size_error","message":"request (9000 tokens) exceeds the available context size"}})") ==
      model_trouble::context_exceeded));
  BOOST_TEST((
      meaning(
          400,
          R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}})") ==
      model_trouble::context_exceeded));
  BOOST_TEST(
      (meaning(429,
               R"({"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}})") ==
       model_trouble::quota_exhausted));
  BOOST_TEST((
      meaning(
          400,
          R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}})") ==
      model_trouble::quota_exhausted));
  BOOST_TEST((meaning(404, R"({"error":"model 'llama9' not found"})") == model_trouble::no_such_model));
  BOOST_TEST((
      meaning(400, R"([{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}])") ==
      model_trouble::rejected));
}

BOOST_AUTO_TEST_CASE(every_status_has_a_meaning) {
  BOOST_TEST((meaning(401, "") == model_trouble::unauthorized));
  BOOST_TEST((meaning(403, "{}") == model_trouble::unauthorized));
  BOOST_TEST((meaning(402, "") == model_trouble::quota_exhausted));
  BOOST_TEST((meaning(404, "") == model_trouble::no_such_model));
  BOOST_TEST((meaning(413, "") == model_trouble::too_large));
  BOOST_TEST((meaning(422, R"({"detail":"bad"})") == model_trouble::rejected));
  BOOST_TEST((meaning(429, "") == model_trouble::rate_limited));
  BOOST_TEST((meaning(500, "") == model_trouble::server_error));
  BOOST_TEST((meaning(502, "<html>bad gateway</html>") == model_trouble::server_error));
  BOOST_TEST((meaning(503, "") == model_trouble::overloaded));
  BOOST_TEST((meaning(504, "") == model_trouble::timed_out));
  BOOST_TEST((meaning(529, "") == model_trouble::overloaded));
  BOOST_TEST((meaning(404, "<html>nginx</html>") == model_trouble::not_the_protocol));
}

BOOST_AUTO_TEST_CASE(the_reason_is_quoted_in_one_line_and_without_the_key) {
  const auto a = refusal_of(
      401,
      R"({"error":{"message":"Incorrect API key provided: sk-proj-ab12cd34.\nYou can find it in your settings."}})",
      0);
  BOOST_TEST(a.why ==
             "the key is not accepted: Incorrect API key provided: (key) You can find it in your settings");
  const auto b = refusal_of(500, R"({"error":{"message":")" + std::string(5'000, 'x') + "\"}}", 0);
  BOOST_TEST(b.why.size() < 400u);
  BOOST_TEST(b.why.ends_with("…"));
}

BOOST_AUTO_TEST_CASE(a_delay_is_followed_up_to_an_hour) {
  BOOST_TEST(refusal_of(429, "", 20'000'000).retry_after == 20'000'000u);
  BOOST_TEST(refusal_of(429, "", ~std::uint64_t{0}).retry_after == longest_retry_after);
}

BOOST_AUTO_TEST_SUITE_END()
