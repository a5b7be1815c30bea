// Jobs over HTTP, and their events.
#include "event_tickets.hpp"
#include "stub_work.hpp"

#include <fm/http/stream_places.hpp>

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

namespace {

jobs::job_record job_at(std::uint32_t percent, std::string status = "processing") {
  auto j = a_job();
  j.percent = percent, j.status = std::move(status);
  return j;
}
/// Of somebody who has sent no token.
test::sent_request unknown(std::vector<std::pair<std::string, std::string>> q = {}) {
  test::sent_request what;
  what.query = std::move(q);
  what.without_token = true;
  return what;
}
std::string ticket_of(world& w) {
  return text_at(w.call(method::post, "/jobs/" + id_1 + "/events/ticket")->body(), {"ticket"});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_result_has_both_names_below_api_v1) {
  seen->job.status = "completed";
  seen->job.result = R"({"kind":"log"})";
  auto a = call(method::get, "/api/v1/jobs/" + id_1)->body();
  BOOST_TEST(text_at(a, {"result", "kind"}) == "log");
  BOOST_TEST(text_at(a, {"response", "kind"}) == "log");
  BOOST_TEST(!call(method::get, "/jobs/" + id_1)->body().find("response"));
}

BOOST_AUTO_TEST_CASE(a_stream_tells_every_step_once_and_ends_with_the_job) {
  seen->news = {job_at(10), job_at(40), job_at(40), job_at(100, "completed")};
  auto a = call(method::get, "/jobs/" + id_1 + "/events");
  BOOST_TEST(a->sent->content_type == "text/event-stream");
  BOOST_TEST(header_of(*a, "Cache-Control") == "no-store");
  BOOST_TEST_REQUIRE(a->pieces.size() == 4u);
  BOOST_TEST(
      a->pieces[0].starts_with("retry: 2000\n\nid: 10-processing\nevent: progress\ndata: {\"job_id\":"));
  BOOST_TEST(a->pieces[0].ends_with("}\n\n"));
  BOOST_TEST(a->pieces[1].starts_with("id: 40-processing\n"));
  BOOST_TEST(a->pieces[2] == ": still processing\n\n");  // nothing new within the heartbeat
  BOOST_TEST(a->pieces[3].starts_with("id: 100-completed\nevent: completed\n"));
  BOOST_TEST(a->closed);
  BOOST_TEST(seen->watched.at(1).mark == "10-processing");
  BOOST_TEST(seen->watched.at(1).patience == 15 * second);
}

BOOST_AUTO_TEST_CASE(a_stream_goes_on_behind_the_last_event_that_the_client_has) {
  seen->news = {job_at(40), job_at(70), job_at(70, "failed")};
  test::sent_request what;
  what.headers["last-event-id"] = "40-processing";
  auto a = call(method::get, "/jobs/" + id_1 + "/events", what);
  BOOST_TEST(a->pieces.at(0) == "retry: 2000\n\n");
  BOOST_TEST(a->pieces.at(1).starts_with("id: 70-processing\n"));
  BOOST_TEST(a->pieces.at(2).starts_with("id: 70-failed\nevent: failed\n"));
  seen->news = {job_at(70, "failed")};
  what.headers["last-event-id"] = "70-failed";
  BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events", what)->sent->status == 204);
  seen->news = {job_at(70, "failed")};
  auto by_query = call(method::get, "/jobs/" + id_1 + "/events", query({{"last_event_id", "70-failed"}}));
  BOOST_TEST(by_query->sent->status == 204);
}

BOOST_AUTO_TEST_CASE(a_stream_is_for_the_jobs_owner_and_nobody_else) {
  BOOST_TEST(call(method::get, "/jobs/odd/events")->sent->status == 404);
  BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events", unknown())->sent->status == 401);
  BOOST_TEST(call(method::get, "/jobs/odd/events", unknown())->sent->status == 401);
  seen->says = fail(ec::not_found, "job not found");
  BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events")->sent->status == 404);
  BOOST_TEST(call(method::post, "/jobs/" + id_1 + "/events/ticket")->sent->status == 404);
  BOOST_TEST(call(method::post, "/jobs/odd/events/ticket")->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(a_ticket_lets_in_once) {
  auto a = call(method::post, "/jobs/" + id_1 + "/events/ticket");
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(text_at(a->body(), {"expires_in"}) == "30");
  auto ticket = text_at(a->body(), {"ticket"});
  BOOST_TEST(text_at(a->body(), {"events_url"}) == "/jobs/" + id_1 + "/events?ticket=" + ticket);
  seen->news = {job_at(100, "completed")};
  BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events", unknown({{"ticket", ticket}}))->sent->status ==
             200);
  BOOST_TEST(seen->watcher == "ann");
  BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events", unknown({{"ticket", ticket}}))->sent->status ==
             401);
  auto other = ticket_of(*this);
  BOOST_TEST(other != ticket);
  BOOST_TEST(call(method::get, "/jobs/" + id_2 + "/events", unknown({{"ticket", other}}))->sent->status ==
             401);
}

BOOST_AUTO_TEST_CASE(a_ticket_has_its_time_and_very_many_push_the_oldest_out) {
  http::event_tickets tickets(2);
  auto first = tickets.issue({"j", "ann", {}}, 0);
  BOOST_TEST(!tickets.redeem(first, "j", 30 * second + 1));
  auto a = tickets.issue({"j", "a", {}}, 1), b = tickets.issue({"j", "b", {}}, 2),
       c = tickets.issue({"j", "c", {"admin"}}, 3);
  BOOST_TEST(!tickets.redeem(a, "j", 4));
  BOOST_TEST(tickets.redeem(b, "j", 4)->user == "b");
  BOOST_TEST(tickets.redeem(c, "j", 4)->roles.at(0) == "admin");
}

BOOST_AUTO_TEST_CASE(streams_are_bounded_for_all_and_for_each_user) {
  using refusal = http::stream_places::refusal;
  http::stream_places places(3, 2);
  BOOST_TEST((places.enter("ann") == refusal::none));
  {
    http::stream_places::place first(places, "ann");
    BOOST_TEST((places.enter("ann") == refusal::none));
    BOOST_TEST((places.enter("ann") == refusal::user_has_many));
    BOOST_TEST((places.enter("eve") == refusal::none));
    BOOST_TEST((places.enter("joe") == refusal::all_taken));
  }
  BOOST_TEST((places.enter("joe") == refusal::none));
  // Streams that ended have given their places back.
  for (int i = 0; i < 40; ++i) {
    seen->news = {job_at(100, "completed")};
    BOOST_TEST(call(method::get, "/jobs/" + id_1 + "/events")->sent->status == 200);
  }
}

BOOST_AUTO_TEST_SUITE_END()
