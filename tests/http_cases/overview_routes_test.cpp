// Lists, searches, numbers, data items and titles over HTTP.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using fm::test::sent_request;
using stub::header, stub::json;

namespace {

const std::string path = "/cases/" + stub::example().id;

sent_request asking(std::vector<std::pair<std::string, std::string>> query) {
  return {.body = {}, .query = std::move(query), .form = {}};
}
std::int64_t number(const fm::json::value& of, std::string_view name) {
  std::int64_t n = -1;
  const auto* v = of.find(name);
  BOOST_TEST_REQUIRE(v, name);
  BOOST_TEST(v->integer(n), name);
  return n;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(overview_routes, stub::world)

BOOST_AUTO_TEST_CASE(a_page_says_where_the_next_one_begins_and_takes_that_back) {
  auto first =
      call(method::get, "/cases", asking({{"limit", "1"}, {"status", "resolved"}, {"priority", "high"}}));
  auto cursor = header(*first, "X-Next-Cursor");
  BOOST_TEST(cursor == "1000000_" + stub::example().id);
  BOOST_TEST(header(*first, "Link") ==
             "<?limit=1&status=resolved&priority=high&cursor=" + cursor + ">; rel=\"next\"");
  BOOST_TEST(seen->listed.status == "resolved");
  BOOST_TEST(seen->listed.priority == "high");
  call(method::get, "/cases", asking({{"cursor", cursor}}));
  BOOST_TEST(seen->listed.after_updated == 1'000'000);
  BOOST_TEST(seen->listed.after_id == stub::example().id);
  for (const auto* odd : {"x", "1_x", "_", "12", "x_018f0000-0000-7000-8000-000000000001"})
    BOOST_TEST(call(method::get, "/cases", asking({{"cursor", odd}}))->sent->status == 422, odd);
}

BOOST_AUTO_TEST_CASE(a_search_takes_every_filter_and_leaves_out_times_that_are_none) {
  auto answer = call(method::post, "/cases/search",
                     json(R"({"query":"Pool","status":"verifying","priority":"low","category":"db",
                              "tags":["a"],"created_after":"2026-01-02","created_before":"soon",
                              "include_archived":true,"limit":5,"offset":6})"));
  BOOST_TEST(answer->sent->status == 200);
  BOOST_TEST(answer->body().as_array()->size() == 1u);
  const auto& m = seen->search;
  BOOST_TEST(m.query == "Pool");
  BOOST_TEST(m.status == "investigating");
  BOOST_TEST(m.tags.size() == 1u);
  BOOST_TEST(m.created_after == 1'767'312'000'000'000);
  BOOST_TEST(m.created_before == fm::cases::search_cases().created_before);
  BOOST_TEST(m.with_closed);
  BOOST_TEST(m.limit == 5u);
  for (const auto* bad : {R"({"query":1})", R"({"limit":0})", R"({"limit":101})", R"({"offset":-1})",
                          R"({"status":"odd"})", R"({"tags":"a"})", R"({"include_archived":"yes"})", "[]",
                          R"({"tags":["1","2","3","4","5","6","7","8","9","10","11"]})"})
    BOOST_TEST(call(method::post, "/cases/search", json(bad))->sent->status == 422, bad);
}

BOOST_AUTO_TEST_CASE(statistics_name_every_status_and_priority) {
  auto s = call(method::get, "/cases/statistics")->body();
  BOOST_TEST(*s.find("user_id")->as_string() == "ann");
  BOOST_TEST(number(s, "total_cases") == 9);
  BOOST_TEST(number(s, "active_cases") == 5);
  BOOST_TEST(number(*s.find("status_breakdown"), "resolved") == 0);
  BOOST_TEST(number(*s.find("priority_breakdown"), "high") == 7);
  BOOST_TEST(number(s, "resolved_this_week") == 1);
  auto all = call(method::get, "/cases/analytics/summary")->body();
  BOOST_TEST(number(all, "open_cases") == 5);
  BOOST_TEST(number(all, "closed_cases") == 4);
  BOOST_TEST(all.find("average_resolution_time_hours")->number() == 1.5);
  BOOST_TEST(number(all, "cases_this_month") == 6);
}

BOOST_AUTO_TEST_CASE(trends_name_their_days_and_direction) {
  auto t = call(method::get, "/cases/analytics/trends", asking({{"days", "2"}}))->body();
  BOOST_TEST(seen->trends.days == 2u);
  BOOST_TEST(*t.find("period")->as_string() == "2d");
  const auto& days = *t.find("trends")->as_array();
  BOOST_TEST(*days.at(1).find("date")->as_string() == "1970-01-02");
  BOOST_TEST(number(days.at(1), "closed") == 3);
  BOOST_TEST(*t.find("summary")->find("trend_direction")->as_string() == "improving");
  BOOST_TEST(call(method::get, "/cases/analytics/trends", asking({{"days", "366"}}))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(the_numbers_of_a_case_are_null_where_there_is_nothing_to_measure) {
  auto a = call(method::get, path + "/analytics")->body();
  BOOST_TEST(number(a, "evidence_count") == 4);
  BOOST_TEST(number(a, "resolution_time_minutes") == 9);
  BOOST_TEST(a.find("first_response_time_seconds")->is_null());
}

BOOST_AUTO_TEST_CASE(the_cases_of_a_session_have_two_addresses) {
  const std::string session = "018f0000-0000-7000-8000-00000000000a";
  for (const auto& to : {"/cases/session/" + session, "/sessions/" + session + "/cases"}) {
    auto answer = call(method::get, to);
    BOOST_TEST(seen->of_session.session_id == session);
    BOOST_TEST(number(answer->body(), "count") == 1);
    BOOST_TEST(answer->body().find("cases")->as_array()->size() == 1u);
  }
  BOOST_TEST(call(method::get, "/cases/session/odd")->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(the_history_of_questions_names_their_answers) {
  auto list = call(method::get, path + "/queries")->body();
  BOOST_TEST(number(list, "count") == 2);
  const auto& all = *list.find("queries")->as_array();
  BOOST_TEST(*all.at(0).find("status")->as_string() == "answered");
  BOOST_TEST(*all.at(0).find("response_message_id")->as_string() == "m2");
  BOOST_TEST(*all.at(1).find("status")->as_string() == "processing");
  BOOST_TEST(all.at(1).find("response_message_id")->is_null());
}

BOOST_AUTO_TEST_CASE(the_schema_is_open_and_has_the_vocabulary) {
  auto answer = call(method::get, "/cases/schema.json");
  const auto schema = *answer->body().find("schema");
  BOOST_TEST(schema.find("status")->as_array()->size() == 4u);
  BOOST_TEST(schema.find("title")->as_string());
  BOOST_TEST(schema.find("properties")->find("priority")->find("enum"));
  for (const auto& row : table)
    if (row.operation == "caseSchema") BOOST_TEST((row.needs == fm::http::access::open));
}

BOOST_AUTO_TEST_CASE(data_items_are_kept_read_and_removed) {
  auto added = call(method::post, path + "/data", json(R"({"a":[1]})"));
  BOOST_TEST(added->sent->status == 200);
  BOOST_TEST(seen->data.value == R"({"a":[1]})");
  BOOST_TEST(*added->body().find("data_id")->as_string() == "data_1");
  for (const auto* bad : {"[1]", "", "x"})
    BOOST_TEST(call(method::post, path + "/data", json(bad))->sent->status == 422, bad);
  seen->record.context = R"({"data_1":{"a":1}})";
  auto all = call(method::get, path + "/data")->body();
  BOOST_TEST(number(all, "count") == 1);
  BOOST_TEST(all.find("data")->find("data_1"));
  BOOST_TEST(call(method::get, path + "/data/data_1")->body().find("data")->find("a"));
  auto none = call(method::get, path + "/data/data_2");
  BOOST_TEST(none->sent->status == 404);
  BOOST_TEST(none->body().find("detail")->as_string()->find("not found") != std::string::npos);
  BOOST_TEST(call(method::del, path + "/data/data_1")->sent->status == 204);
  BOOST_TEST(seen->removed.data_id == "data_1");
}

BOOST_AUTO_TEST_CASE(an_archived_case_is_closed_with_another_word) {
  auto answer = call(method::post, path + "/archive");
  BOOST_TEST(seen->closed.notes == "archived");
  BOOST_TEST(*answer->body().find("status")->as_string() == "archived");
}

BOOST_AUTO_TEST_CASE(a_case_leaves_as_a_file_and_comes_in_as_one) {
  auto file = call(method::get, path + "/export");
  BOOST_TEST(header(*file, "Content-Disposition").starts_with("attachment; filename=\"case-"));
  BOOST_TEST(file->body().find("schema"));
  auto made = call(method::post, "/cases/import", json(file->sent->body));
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(seen->imported.text == file->sent->body);
  BOOST_TEST(header(*made, "Location") == path);
  BOOST_TEST(call(method::post, "/cases/import", json("[]"))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(a_title_is_suggested_with_its_source) {
  seen->suggestion = {stub::example().id, "The pool is too small", true};
  auto what = json(R"({"max_words":3,"hint":"h"})");
  what.query = {{"force", "true"}};
  auto answer = call(method::post, path + "/title", what);
  BOOST_TEST(*answer->body().find("suggested_title")->as_string() == "The pool is too small");
  BOOST_TEST(*answer->body().find("source")->as_string() == "generated");
  BOOST_TEST(seen->title.most_words == 3u);
  BOOST_TEST(seen->title.hint == "h");
  BOOST_TEST(seen->title.force);
  BOOST_TEST(!seen->title.rename);
  BOOST_TEST(call(method::post, path + "/title")->sent->status == 200);
  BOOST_TEST(call(method::post, path + "/title", json(R"({"max_words":2})"))->sent->status == 422);
}

BOOST_AUTO_TEST_SUITE_END()
