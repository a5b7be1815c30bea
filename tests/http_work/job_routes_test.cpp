// Jobs over HTTP.
#include "stub_work.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using namespace stub;

BOOST_FIXTURE_TEST_SUITE(job_routes, world)

BOOST_AUTO_TEST_CASE(a_job_says_how_far_it_is) {
  auto a = call(method::get, "/jobs/" + id_1);
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(text_at(a->body(), {"status"}) == "processing");
  BOOST_TEST(text_at(a->body(), {"progress", "percent"}) == "40");
  BOOST_TEST(text_at(a->body(), {"progress", "stage"}) == "analysing");
  BOOST_TEST(!a->body().find("result"));
  BOOST_TEST(!a->body().find("error"));
  for (const auto* key : {"job_id", "kind", "created_at", "updated_at"}) BOOST_TEST(a->body().find(key), key);
}

BOOST_AUTO_TEST_CASE(an_ended_job_has_a_result_or_a_reason) {
  seen->job.status = "completed";
  seen->job.result = R"({"kind":"log"})";
  auto done = call(method::get, "/jobs/" + id_1);
  BOOST_TEST(text_at(done->body(), {"result", "kind"}) == "log");
  seen->job.status = "failed";
  seen->job.error = "given up";
  auto failed = call(method::get, "/jobs/" + id_1);
  BOOST_TEST(text_at(failed->body(), {"error", "message"}) == "given up");
  BOOST_TEST(!failed->body().find("result"));
}

BOOST_AUTO_TEST_CASE(a_job_is_cancelled_and_an_unknown_one_is_not_found) {
  BOOST_TEST(call(method::post, "/jobs/" + id_1 + "/cancel")->sent->status == 200);
  BOOST_TEST(call(method::get, "/jobs/odd")->sent->status == 404);
  BOOST_TEST(call(method::post, "/jobs/odd/cancel")->sent->status == 404);
  seen->says = fail(ec::not_found, "job not found");
  BOOST_TEST(call(method::get, "/jobs/" + id_1)->sent->status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
