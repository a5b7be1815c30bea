// A POST with a key is carried out once, whoever sends it how often.
#include <fm/http/json_response.hpp>
#include <fm/http/once.hpp>
#include <fm/idempotency/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/route_call.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace fm;
using namespace fm::test;

namespace {

struct once_world {
  temp_folder folder;
  actor_fixture<idempotency::messages, db::messages> f;
  std::shared_ptr<db::database> database =
      std::move(*sqlite::open(folder / "fm.db", {idempotency::schema()}));
  http::route_table rows;
  int served = 0;
  int status = 201;
  bool hold = false;
  std::vector<std::shared_ptr<http::responder>> held;

  once_world() {
    db::spawn(f.sys, database);
    for (const char* pattern : {"/things", "/others", "/auth/keys"})
      rows.push_back({.verb = http::method::post,
                      .pattern = pattern,
                      .operation = pattern,
                      .takes = http::body_kind::json,
                      .counts = http::budget::write,
                      .serve = [this](http::exchange x) {
                        ++served;
                        if (hold)
                          held.push_back(std::move(x.out));
                        else
                          x.out->send(answer());
                      }});
    http::make_repeatable(f.sys, idempotency::spawn(f.sys), rows);
  }
  http::response answer() const {
    auto r = http::json_response(status, json::value().set("number", served));
    r.header("Location", "/things/" + std::to_string(served));
    return r;
  }
  std::shared_ptr<kept_answer> post(const std::string& body, const std::string& key = "key-0001",
                                    const std::string& path = "/things", const std::string& user = "ann") {
    sent_request what;
    what.body = body;
    if (!key.empty()) what.headers["idempotency-key"] = key;
    auto who = std::make_shared<providers::principal>();
    who->user = user;
    what.who = who;
    return call_row(rows, http::method::post, path, std::move(what), [this] { f.run(); });
  }
};

std::string text_of(const kept_answer& a) { return std::to_string(a.sent->status) + " " + a.sent->body; }
std::string header_of(const kept_answer& a, const std::string& name) {
  for (const auto& [n, v] : a.sent->headers)
    if (n == name) return v;
  return {};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(once, once_world)

BOOST_AUTO_TEST_CASE(the_same_request_gets_the_same_answer_and_is_carried_out_once) {
  const auto first = post("{}");
  const auto second = post("{}");
  BOOST_TEST(served == 1);
  BOOST_TEST(text_of(*first) == text_of(*second));
  BOOST_TEST(header_of(*second, "Location") == "/things/1");
  BOOST_TEST(header_of(*first, "Idempotency-Replayed") == "");
  BOOST_TEST(header_of(*second, "Idempotency-Replayed") == "true");
}

BOOST_AUTO_TEST_CASE(keys_are_of_a_user_and_a_route) {
  post("{}");
  post("{}", "key-0002");
  post("{}", "key-0001", "/others");
  post("{}", "key-0001", "/things", "bob");
  post("{}", "");
  BOOST_TEST(served == 5);
}

BOOST_AUTO_TEST_CASE(a_key_with_another_body_is_a_labelled_conflict) {
  post("{}");
  const auto other = post(R"({"a":1})");
  BOOST_TEST(other->sent->status == 409);
  BOOST_TEST(header_of(*other, "x-error-code") == "DUPLICATE_REQUEST");
  BOOST_TEST(served == 1);
}

BOOST_AUTO_TEST_CASE(what_has_failed_is_tried_again) {
  status = 503;
  post("{}");
  status = 404;
  post("{}");
  status = 201;
  post("{}");
  BOOST_TEST(served == 3);
  post("{}");
  BOOST_TEST(served == 3);
}

BOOST_AUTO_TEST_CASE(after_a_day_a_key_is_free_again) {
  post("{}");
  f.advance(24 * 60 * minute);
  BOOST_TEST(post(R"({"a":1})")->sent->status == 201);
  BOOST_TEST(served == 2);
}

BOOST_AUTO_TEST_CASE(an_answer_outlives_the_program) {
  post("{}");
  actor_fixture<idempotency::messages, db::messages> later;
  later.advance(f.sys.now() - later.sys.now() + 1);
  db::spawn(later.sys, database);
  const auto again =
      later.ask(idempotency::spawn(later.sys), idempotency::begin{"/things", "key-0001", "x", {}});
  BOOST_REQUIRE(again);
  BOOST_TEST(again->differs);  // it knows the key, and that this is not the request
}

BOOST_AUTO_TEST_CASE(one_that_is_under_way_is_waited_for) {
  hold = true;
  // Nothing is answered yet, which `call_row` would complain about: the rows are called by hand.
  std::vector<std::shared_ptr<kept_answer>> answers;
  for (int i = 0; i < 3; ++i) {
    auto request = std::make_shared<made_request>();
    request->headers["idempotency-key"] = "key-0001";
    request->body = "{}";
    http::exchange x;
    x.request = request;
    x.who = std::make_shared<providers::principal>();
    x.ctx.user = "ann";
    answers.push_back(std::make_shared<kept_answer>());
    x.out = answers.back();
    rows[0].serve(std::move(x));
    f.run();
  }
  BOOST_TEST(served == 1);
  BOOST_REQUIRE_EQUAL(held.size(), 1u);
  held[0]->send(answer());
  f.run();
  for (const auto& a : answers) BOOST_TEST(text_of(*a) == R"(201 {"number":1})");
}

BOOST_AUTO_TEST_CASE(one_that_is_dropped_lets_the_next_in) {
  hold = true;
  auto request = std::make_shared<made_request>();
  request->headers["idempotency-key"] = "key-0001";
  http::exchange x;
  x.request = request;
  x.who = std::make_shared<providers::principal>();
  x.ctx.user = "ann";
  x.out = std::make_shared<kept_answer>();
  rows[0].serve(std::move(x));
  f.run();
  held.clear();
  f.run();
  hold = false;
  BOOST_TEST(post("")->sent->status == 201);
  BOOST_TEST(served == 2);
}

BOOST_AUTO_TEST_CASE(files_count_by_their_content) {
  const auto path = folder / "upload";
  const auto send = [&](const std::string& content) {
    std::ofstream(path) << content;
    sent_request what;
    what.headers["idempotency-key"] = "key-0001";
    http::form_part part;
    part.name = "file";
    part.is_file = true;
    part.file_name = "a.log";
    part.spool = path;
    what.form.push_back(part);
    return call_row(rows, http::method::post, "/things", std::move(what), [this] { f.run(); })->sent->status;
  };
  BOOST_TEST(send("one") == 201);
  BOOST_TEST(send("one") == 201);
  BOOST_TEST(send("two") == 409);
  BOOST_TEST(served == 1);
}

BOOST_AUTO_TEST_CASE(a_key_out_of_bounds_is_refused_and_secrets_are_never_kept) {
  for (const auto& key : {std::string("short"), std::string(256, 'a'), std::string("with a blank")})
    BOOST_TEST(post("{}", key)->sent->status == 422);
  BOOST_TEST(post("{}", std::string(255, 'a'))->sent->status == 201);
  post("{}", "key-0001", "/auth/keys");
  post("{}", "key-0001", "/auth/keys");
  BOOST_TEST(served == 3);
}

BOOST_AUTO_TEST_SUITE_END()
