// The pure parts of the edge: router, buckets, texts of answers, readers of fields.
#include "rate_limit.hpp"
#include "response_text.hpp"
#include "router.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/growth.hpp>
#include <fm/http/health.hpp>
#include <fm/http/text.hpp>
#include <fm/json/value.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::http;
using fm::second;

namespace {

struct given final : incoming {
  explicit given(std::string text = {}) : text_(std::move(text)) {
    body = text_;
    id = "the-id";
  }
  std::string text_;
};

bool has(const std::vector<issue>& issues, std::string_view type, std::string_view name) {
  for (const auto& i : issues)
    if (i.type == type && i.loc.back() == name) return true;
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parts)

BOOST_AUTO_TEST_CASE(a_router_refuses_what_is_ambiguous) {
  router r;
  r.add(method::get, "/a/{x}", 0);
  BOOST_CHECK_THROW(r.add(method::get, "/a/{y}", 1), std::logic_error);
  BOOST_CHECK_THROW(r.add(method::get, "a", 1), std::logic_error);
  BOOST_CHECK_THROW(r.add(method::get, "/a/", 1), std::logic_error);
  BOOST_CHECK_THROW(r.add(method::get, "/a//b", 1), std::logic_error);
  BOOST_CHECK_THROW(r.add(method::get, "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", 1), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_router_leaves_a_fixed_branch_that_does_not_lead_on) {
  router r;
  r.add(method::get, "/a/b/c", 0);
  r.add(method::get, "/a/{x}/d", 1);
  r.add(method::get, "/", 2);
  auto m = r.find(method::get, "/a/b/d");
  BOOST_TEST(m.route == 1u);
  BOOST_TEST(m.arg_count == 1u);
  BOOST_TEST(m.args[0] == "b");
  BOOST_TEST(r.find(method::get, "/a/b/c").route == 0u);
  BOOST_TEST(r.find(method::get, "/").route == 2u);
  BOOST_TEST(r.find(method::head, "/").route == 2u);
  for (auto path : {"/a", "/a/b", "/a//d", "/a/b/c/", "", "a", "//"})
    BOOST_TEST(r.find(method::get, path).route == router::no_route);
}

BOOST_AUTO_TEST_CASE(a_bucket_holds_a_minute_and_fills_evenly) {
  rate_limit r({60, 6, 6}, 8);
  fm::micros now = 1'000 * second;
  for (int i = 0; i < 60; ++i) BOOST_TEST(r.take("a", 0, now).allowed);
  auto v = r.take("a", 0, now);
  BOOST_TEST(!v.allowed);
  BOOST_TEST(v.retry_after == 1u);
  BOOST_TEST(r.take("b", 0, now).allowed);
  BOOST_TEST(r.take("a", 1, now).allowed);
  now += second;
  BOOST_TEST(r.take("a", 0, now).allowed);
  BOOST_TEST(!r.take("a", 0, now).allowed);
  now += 600 * second;
  BOOST_TEST(r.take("a", 0, now).remaining == 59u);
  for (int i = 0; i < 6; ++i) r.take("c", 1, now);
  BOOST_TEST(r.take("c", 1, now).retry_after == 10u);
}

BOOST_AUTO_TEST_CASE(more_keys_than_room_displace_the_idlest) {
  rate_limit r({2, 2, 2}, 8);
  fm::micros now = 1'000 * second;
  r.take("busy", 0, now), r.take("busy", 0, now);
  for (int i = 0; i < 1000; ++i) {
    r.take("k" + std::to_string(i), 0, now += second / 1000);
    BOOST_TEST(!r.take("busy", 0, now).allowed);  // asked for all the time, so it stays
  }
}

BOOST_AUTO_TEST_CASE(dates_are_written_as_http_wants_them) {
  BOOST_TEST(date_text(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  BOOST_TEST(date_text(784'111'777'999'999) == "Sun, 06 Nov 1994 08:49:37 GMT");
  BOOST_TEST(date_text(1'709'164'800'000'000) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(a_value_cannot_end_its_line) {
  given r;
  response x;
  x.header("Location", "/a\r\nSet-Cookie: b");
  const cors none({}, false);
  const auto text = head_text(r, x, {.length = 0}, none, 0);
  BOOST_TEST(text.find("Location: /a  Set-Cookie: b\r\n") != std::string::npos, text);
  x.status = 204;
  BOOST_TEST(head_text(r, x, {.length = 0}, none, 0).find("Content-Length") == std::string::npos);
  BOOST_TEST(reason_of(299) == "Status");
}

BOOST_AUTO_TEST_CASE(fields_are_read_strictly_and_every_finding_is_told) {
  const given r(
      R"({"s":"abc","n":5,"d":1.5,"b":true,"l":["x",1],"o":{"k":[1,2]},"null":null,"u":"\u0000","big":1e99})");
  fields f(r);
  BOOST_TEST(f.text("s", {.min = 3, .max = 3}).value_or("") == "abc");
  BOOST_TEST(f.integer("n", {.min = 5, .max = 5}).value_or(0) == 5);
  BOOST_TEST(f.number("d").value_or(0) == 1.5);
  BOOST_TEST(f.number("n").value_or(0) == 5);
  BOOST_TEST(f.flag("b").value_or(false));
  BOOST_TEST(f.object("o").value_or("") == R"({"k":[1,2]})");
  BOOST_TEST(!f.text("absent"));
  BOOST_TEST(!f.text("null"));
  BOOST_TEST(f.has("null"));
  BOOST_TEST(f.ok());
  BOOST_TEST(!f.text("s", {.min = 4}));
  BOOST_TEST(!f.text("n"));
  BOOST_TEST(!f.text("u"));
  BOOST_TEST(!f.integer("d"));
  BOOST_TEST(!f.integer("n", {.max = 4}));
  BOOST_TEST(!f.integer("absent", {.required = true}));
  BOOST_TEST(!f.number("s"));
  BOOST_TEST(!f.number("big", {.max = 1}));
  BOOST_TEST(!f.number("d", {.min = 2}));
  BOOST_TEST(!f.flag("n"));
  BOOST_TEST(!f.texts("l"));
  BOOST_TEST(!f.texts("s"));
  BOOST_TEST(!f.texts("l", 1));
  BOOST_TEST(!f.object("s"));
  BOOST_TEST(!f.object("o", 3));
  BOOST_TEST(!f.word("s", std::array<std::string_view, 2>{"x", "y"}));
  BOOST_TEST(!f.text("null", {.nullable = false}));
  for (auto [type, name] : {std::pair<const char*, const char*>{"string_too_short", "s"},
                            {"string_type", "n"},
                            {"string_nul", "u"},
                            {"int_type", "d"},
                            {"less_than_equal", "n"},
                            {"missing", "absent"},
                            {"float_type", "s"},
                            {"less_than_equal", "big"},
                            {"greater_than_equal", "d"},
                            {"bool_type", "n"},
                            {"string_type", "1"},
                            {"list_type", "s"},
                            {"too_long", "l"},
                            {"dict_type", "s"},
                            {"too_long", "o"},
                            {"enum", "s"},
                            {"string_type", "null"}})
    BOOST_TEST(has(f.issues(), type, name), type << " " << name);
}

BOOST_AUTO_TEST_CASE(an_object_inside_reports_to_the_same_list) {
  std::vector<issue> issues;
  const auto inner = fm::json::value().set("a", 1);
  fields f(inner, {"body", "inner"}, issues);
  BOOST_TEST(!f.text("a"));
  f.add("custom", "a", "wrong");
  fields none(fm::json::value(1), {"body", "other"}, issues);
  BOOST_TEST(!none.text("a", {.required = true}));
  BOOST_REQUIRE(issues.size() == 3u);
  BOOST_TEST((issues[0].loc == std::vector<std::string>{"body", "inner", "a"}));
  BOOST_TEST(issues[2].type == "dict_type");
}

BOOST_AUTO_TEST_CASE(lengths_are_counted_in_characters) {
  BOOST_TEST(code_points("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80").value_or(0) == 4u);
  for (auto wrong : {"\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x82",
                     "\xF4\x90\x80\x80", "\xE2(\xA1"})
    BOOST_TEST(!code_points(wrong));
}

BOOST_AUTO_TEST_CASE(queries_are_read_like_bodies) {
  given r;
  r.query = {{"n", "5"}, {"x", "12a"}, {"yes", "TRUE"}, {"no", "0"}, {"w", "two"}, {"n", "7"}, {"e", ""}};
  query_fields q(r);
  BOOST_TEST(q.integer("n").value_or(0) == 7);  // the last one counts
  BOOST_TEST(q.flag("yes").value_or(false));
  BOOST_TEST(!q.flag("no").value_or(true));
  BOOST_TEST(q.word("w", std::array<std::string_view, 2>{"one", "two"}).value_or("") == "two");
  BOOST_TEST(!q.flag("absent"));
  BOOST_TEST(q.ok());
  BOOST_TEST(!q.integer("x"));
  BOOST_TEST(!q.integer("n", {.max = 6}));
  BOOST_TEST(!q.integer("absent", {.required = true}));
  BOOST_TEST(!q.flag("w"));
  BOOST_TEST(!q.text("e", {.min = 1}));
  BOOST_TEST(!q.word("w", std::array<std::string_view, 1>{"one"}));
  BOOST_TEST(q.issues().size() == 6u);
  BOOST_TEST(q.issues().front().loc.front() == "query");
}

BOOST_AUTO_TEST_CASE(forms_are_read_like_bodies) {
  given r;
  form_part text, file;
  text.name = "t", text.value = "x";
  file.name = "f", file.is_file = true;
  r.form = {text, file};
  form_fields f(r);
  BOOST_TEST(f.text("t").value_or("") == "x");
  BOOST_TEST((f.file("f") != nullptr));
  BOOST_TEST(f.word("t", std::array<std::string_view, 1>{"x"}).value_or("") == "x");
  BOOST_TEST(f.ok());
  BOOST_TEST((f.file("t") == nullptr));
  BOOST_TEST((f.file("absent") == nullptr));
  BOOST_TEST(!f.text("f"));
  BOOST_TEST(!f.text("absent", {.required = true}));
  BOOST_TEST(!f.text("t", {.min = 2}));
  BOOST_TEST(!f.word("t", std::array<std::string_view, 1>{"y"}));
  BOOST_TEST(f.issues().size() == 6u);
}

BOOST_AUTO_TEST_CASE(failures_have_one_table) {
  using fm::ec;
  for (auto [code, status] : {std::pair{ec::invalid, 400},
                              {ec::unauthenticated, 401},
                              {ec::forbidden, 403},
                              {ec::not_found, 404},
                              {ec::gone, 410},
                              {ec::conflict, 409},
                              {ec::too_large, 413},
                              {ec::unsupported, 415},
                              {ec::rate_limited, 429},
                              {ec::busy, 503},
                              {ec::unavailable, 503},
                              {ec::cancelled, 503},
                              {ec::timeout, 504},
                              {ec::storage_full, 507},
                              {ec::internal, 500}}) {
    const auto r = problem(fm::fail(code));
    BOOST_TEST(r.status == status);
    BOOST_TEST(r.body.size() > 15u);
    const bool wait = status == 429 || status == 503 || status == 507;
    BOOST_TEST((std::any_of(r.headers.begin(), r.headers.end(),
                            [](const auto& h) { return h.first == "Retry-After"; })) == wait);
  }
  BOOST_TEST(problem(fm::fail(ec::internal, "a secret detail")).body.find("secret") == std::string::npos);
  BOOST_TEST(problem(fm::fail(ec::not_found, "no such case")).body ==
             "{\"detail\":\"no such case (not found)\"}");
  BOOST_TEST(problem(fm::fail(ec::busy, "full", 7)).headers.front().second == "7");
}

BOOST_AUTO_TEST_CASE(an_unknown_id_is_named_and_a_long_one_in_whole_characters) {
  BOOST_TEST(unknown_object("report", "r1").status == 404);
  BOOST_TEST(unknown_object("report", "r1").body == R"({"detail":"report r1 not found"})");
  std::string id = "x";
  while (id.size() < 2'000) id += "ü";
  const auto body = unknown_object("report", id).body;
  BOOST_TEST(body.size() < 200u);
  BOOST_TEST(code_points(body).has_value());
}

BOOST_AUTO_TEST_CASE(what_clients_call_themselves_becomes_plain_text) {
  BOOST_TEST(printable_ascii("curl/8 (x)", 100) == "curl/8 (x)");
  BOOST_TEST(printable_ascii("curl/8 (x)", 4) == "curl");
  BOOST_TEST(printable_ascii("caf\xE9\t", 100) == "caf??");
}

BOOST_AUTO_TEST_CASE(ids_and_times_have_one_form) {
  BOOST_TEST(is_uuid("0198c0de-0000-7000-8000-00000000000a"));
  for (auto wrong : {"", "0198c0de-0000-7000-8000-00000000000", "0198c0de00007000800000000000000a0000",
                     "0198c0dg-0000-7000-8000-00000000000a"})
    BOOST_TEST(!is_uuid(wrong));
  BOOST_TEST(time_text(1'500'000) == "1970-01-01T00:00:01.500000Z");
  BOOST_TEST(time_or_null(0).is_null());
}

BOOST_AUTO_TEST_CASE(health_is_what_the_checks_say) {
  health_board b;
  b.expect("database");
  b.expect("model", false);
  BOOST_TEST(!b.ready());
  BOOST_TEST(b.overall() == "starting");
  b.set("database", "ok");
  BOOST_TEST(b.ready());
  BOOST_TEST(b.overall() == "degraded");
  b.set("model", "ok");
  BOOST_TEST(b.overall() == "healthy");
  b.set("database", "locked");
  BOOST_TEST(b.overall() == "unhealthy");
  BOOST_TEST(!b.ready());
  b.set("another", "ok");
  BOOST_TEST(b.checks().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(while_the_disk_is_nearly_full_what_adds_is_refused_and_what_lets_in_or_frees_is_not) {
  for (const char* operation :
       {"createCase", "createCaseV1", "uploadEvidence", "createSession", "register", "createApiKey"})
    BOOST_TEST(adds_to_storage(method::post, budget::write, operation), operation);
  BOOST_TEST(adds_to_storage(method::post, budget::turn, "submitQuery"));
  for (const char* operation :
       {"login", "loginV1", "logoutV1", "refreshTokens", "oauthTokenV1", "changePassword", "changePasswordV1",
        "cancelJobV1", "batchDeleteDocumentsV1"})
    BOOST_TEST(!adds_to_storage(method::post, budget::write, operation), operation);
  BOOST_TEST(!adds_to_storage(method::del, budget::write, "deleteCase"));
  BOOST_TEST(!adds_to_storage(method::post, budget::read, "searchCases"));
}
