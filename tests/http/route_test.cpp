// What every request gets whatever its route: statuses, header fields, ids, CORS, framing.
#include "site.hpp"

#include <boost/test/unit_test.hpp>

using fm::test::client;
using fm::test::request_text;
using fm::test::site;

BOOST_AUTO_TEST_SUITE(route)

BOOST_AUTO_TEST_CASE(a_route_gets_its_arguments_decoded_and_the_caller) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("GET /items/a%20b%2Fc?x=1+2&y=%C3%A9"));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(a.body == "arg:a b/c\nquery:x=1 2\nquery:y=\xC3\xA9\nuser:ann\n");
  BOOST_TEST(a.field("Server") == "FaultMaven");
  BOOST_TEST(a.field("Date").ends_with(" GMT"));
  BOOST_TEST(a.field("Date").size() == 29u);
  BOOST_TEST(a.field("X-Content-Type-Options") == "nosniff");
  BOOST_TEST(a.field("X-Request-ID").size() == 36u);
  BOOST_TEST(a.field("Connection") == "");
}

BOOST_AUTO_TEST_CASE(fixed_segments_win_over_parameters) {
  site s;
  client c(s.port());
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
  BOOST_TEST(c.ask(request_text("GET /items/other")).body.starts_with("arg:other"));
  // The fixed one has no DELETE, the parameter has.
  BOOST_TEST(c.ask(request_text("DELETE /items/special")).body.starts_with("arg:special"));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_says_so) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("GET /nothing"));
  BOOST_TEST(a.status == 404);
  BOOST_TEST(a.field("Content-Type") == "application/json");
  BOOST_TEST(a.body.find("not found") != std::string::npos);
  a = c.ask(request_text("PUT /items"));
  BOOST_TEST(a.status == 405);
  BOOST_TEST(a.field("Allow") == "GET, HEAD, POST, OPTIONS");
  a = c.ask(request_text("GET /items/?q=1"));
  BOOST_TEST(a.status == 307);
  BOOST_TEST(a.field("Location") == "/items?q=1");
  BOOST_TEST(c.ask(request_text("GET //")).status == 404);
  BOOST_TEST(c.ask(request_text("GET /items/%zz")).status == 404);
  BOOST_TEST(c.ask(request_text("GET /items?q=%zz")).status == 422);
  BOOST_TEST(c.ask(request_text("PROPFIND /items")).status == 405);
  BOOST_TEST(c.ask(request_text("PROPFIND /nothing")).status == 501);
}

BOOST_AUTO_TEST_CASE(head_is_answered_for_every_get) {
  site s;
  client c(s.port());
  c.send(request_text("HEAD /items/special"));
  auto a = c.read(true);
  BOOST_TEST(a.status == 200);
  BOOST_TEST(a.field("Content-Length") == "7");
  c.send(request_text("HEAD /stream/3"));
  BOOST_TEST(c.read(true).status == 200);
  c.send(request_text("HEAD /file/100"));
  BOOST_TEST(c.read(true).field("Content-Length") == "100");
  // Nothing of a body is in the way of the next answer.
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
}

BOOST_AUTO_TEST_CASE(options_names_what_is_possible_without_a_token) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("OPTIONS /items/1", ""));
  BOOST_TEST(a.status == 204);
  BOOST_TEST(a.field("Allow") == "GET, HEAD, DELETE, OPTIONS");
  BOOST_TEST(c.ask(request_text("OPTIONS *", "")).status == 204);
  BOOST_TEST(c.ask(request_text("OPTIONS /nothing", "")).status == 404);
}

BOOST_AUTO_TEST_CASE(configured_origins_and_extensions_may_read_answers) {
  site s;
  client c(s.port());
  for (std::string origin : {"http://localhost:3000", "chrome-extension://abc", "moz-extension://abc"}) {
    auto a = c.ask(request_text("OPTIONS /items", "",
                                "Origin: " + origin +
                                    "\r\nAccess-Control-Request-Method: POST\r\n"
                                    "Access-Control-Request-Headers: authorization,idempotency-key\r\n"));
    BOOST_TEST(a.status == 204);
    BOOST_TEST(a.field("Access-Control-Allow-Origin") == origin);
    BOOST_TEST(a.field("Access-Control-Allow-Credentials") == "true");
    BOOST_TEST(a.field("Access-Control-Allow-Headers").find("idempotency-key") != std::string::npos);
    BOOST_TEST(a.field("Access-Control-Allow-Methods").find("PATCH") != std::string::npos);
    a = c.ask(request_text("GET /items", "", "Origin: " + origin + "\r\n"));
    BOOST_TEST(a.status == 401);
    BOOST_TEST(a.field("Access-Control-Allow-Origin") == origin);
    for (auto exposed : {"Location", "Retry-After", "X-Request-ID", "X-Total-Count", "ETag", "x-title-source",
                         "x-error-code", "x-expected-version", "x-actual-version"})
      BOOST_TEST(a.field("Access-Control-Expose-Headers").find(exposed) != std::string::npos, exposed);
  }
  auto a = c.ask(request_text("GET /items", "user-ann", "Origin: http://evil.example\r\n"));
  BOOST_TEST(a.status == 200);  // not refused, but no page of that origin can read it
  BOOST_TEST(a.field("Access-Control-Allow-Origin") == "");
  BOOST_TEST(a.field("Vary") == "Origin");
}

BOOST_AUTO_TEST_CASE(a_browser_that_opens_a_path_gets_its_page_and_everybody_else_the_api) {
  site s;
  client c(s.port());
  const std::string browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";
  auto asked = [&](std::string_view line, std::string_view token, const std::string& fields) {
    return c.ask(request_text(line, token, fields));
  };
  const auto page = asked("GET /shared/7", "", browser);
  BOOST_TEST(page.status == 200);
  BOOST_TEST(page.body == "page");
  BOOST_TEST(page.field("Vary") == "Origin, Accept, Authorization");
  for (const auto& fields : {std::string(), std::string("Accept: */*\r\n"),
                             std::string("Accept: text/html, application/json\r\n")}) {
    const auto api = asked("GET /shared/7", "", fields);
    BOOST_TEST(api.status == 401);
    BOOST_TEST(api.field("Vary") == "Origin, Accept, Authorization");
  }
  BOOST_TEST(asked("GET /shared/7", "user-ann", browser).body == "arg:7\nuser:ann\n");
  // It fits the pattern of the page, and is none.
  BOOST_TEST(asked("GET /shared/special", "", browser).status == 401);
  BOOST_TEST(asked("DELETE /shared/7", "", browser).status == 405);
  BOOST_TEST(asked("GET /front", "", browser).body == "page");
  BOOST_TEST(asked("GET /front", "", "Accept: */*\r\n").status == 404);
}

BOOST_AUTO_TEST_CASE(a_sane_request_id_is_kept_and_another_replaced) {
  site s;
  client c(s.port());
  BOOST_TEST(c.ask(request_text("GET /open", "", "X-Request-ID: abc-1.2_3\r\n")).field("X-Request-ID") ==
             "abc-1.2_3");
  for (std::string bad : {"a b", "<script>",
                          "0123456789012345678901234567890123456789012345678901234567890123456789012345678901"
                          "234567890123456789012345678901234567890123456789"})
    BOOST_TEST(
        c.ask(request_text("GET /open", "", "X-Request-ID: " + bad + "\r\n")).field("X-Request-ID").size() ==
        36u);
}

BOOST_AUTO_TEST_CASE(who_may_call_is_asked_before_anything_else) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("POST /items", "", "Content-Type: text/plain\r\n", "{"));
  BOOST_TEST(a.status == 401);
  BOOST_TEST(a.field("WWW-Authenticate") == "Bearer");
  BOOST_TEST(c.ask(request_text("GET /items?x=%zz", "forged")).status == 401);
  BOOST_TEST(c.ask(request_text("GET /items", "", "Authorization: Basic dXNlcjphbm4=\r\n")).status == 401);
  BOOST_TEST(c.ask(request_text("GET /items", "", "authorization: bearer user-bob\r\n")).status == 200);
  BOOST_TEST(c.ask(request_text("GET /admin")).status == 403);
  BOOST_TEST(c.ask(request_text("GET /admin", "admin-eve")).status == 200);
  BOOST_TEST(c.ask(request_text("GET /open", "forged")).status == 200);
}

BOOST_AUTO_TEST_CASE(the_content_type_decides_what_is_read) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("POST /items", "user-ann", "Content-Type: text/plain\r\n", "{}"));
  BOOST_TEST(a.status == 415);
  BOOST_TEST(a.body.find("application/json") != std::string::npos);
  a = c.ask(request_text("POST /items", "user-ann", "Content-Type: application/json; charset=utf-8\r\n",
                         R"({"title":"x"})"));
  BOOST_TEST(a.status == 201);
  BOOST_TEST(a.field("Location") == "/items/1");
  BOOST_TEST(
      c.ask(request_text("POST /upload", "user-ann", "Content-Type: application/json\r\n", "{}")).status ==
      415);
  BOOST_TEST(
      c.ask(request_text("POST /upload", "user-ann", "Content-Type: multipart/form-data\r\n", "x")).status ==
      422);
  BOOST_TEST(
      c.ask(request_text("POST /either", "user-ann", "Content-Type: application/json\r\n", "{}")).body ==
      "body:{}\nuser:ann\n");
  BOOST_TEST(c.ask(request_text("POST /either", "user-ann",
                                "Content-Type: application/x-www-form-urlencoded\r\n", "a=1&b=x+y"))
                 .body == "text:a=1\ntext:b=x y\nuser:ann\n");
  BOOST_TEST(c.ask(request_text("POST /either", "user-ann", "Content-Type: text/csv\r\n", "1")).status ==
             415);
}

BOOST_AUTO_TEST_CASE(wrong_json_is_422_with_every_finding) {
  site s;
  client c(s.port());
  auto post = [&](std::string body) {
    return c.ask(request_text("POST /items", "user-ann", "Content-Type: application/json\r\n", body));
  };
  for (auto [body, type] : {std::pair<const char*, const char*>{"{", "json_invalid"},
                            {R"({"title":1})", "string_type"},
                            {R"({"title":"01234567890"})", "string_too_long"},
                            {R"({"title":""})", "string_too_short"},
                            {R"({"title":null})", "string_type"},
                            {R"({})", "missing"},
                            {R"([1])", "dict_type"},
                            {R"({"title":"a","title":"b"})", "json_invalid"}}) {
    auto a = post(body);
    BOOST_TEST(a.status == 422);
    BOOST_TEST(a.body.find(std::string("\"type\":\"") + type) != std::string::npos, body << " " << a.body);
  }
  BOOST_TEST(c.ask(request_text("POST /items")).status == 422);
}

BOOST_AUTO_TEST_CASE(a_route_that_forgets_or_throws_still_answers) {
  site s;
  client c(s.port());
  for (auto path : {"GET /drop", "GET /throw", "GET /missing-file"}) {
    auto a = c.ask(request_text(path, ""));
    BOOST_TEST(a.status == 500);
    BOOST_TEST(a.body.find("internal error") != std::string::npos);
    BOOST_TEST(a.body.find("fault of the route") == std::string::npos);
  }
  BOOST_TEST(s.gateway().open_requests() == 0u);
}

BOOST_AUTO_TEST_CASE(sign_in_answers_are_not_stored) {
  site s;
  client c(s.port());
  BOOST_TEST(c.ask(request_text("POST /auth/login", "", "Content-Type: application/json\r\n", "{}"))
                 .field("Cache-Control") == "no-store");
  BOOST_TEST(c.ask(request_text("GET /open", "")).field("Cache-Control") == "");
}

BOOST_AUTO_TEST_CASE(what_a_client_has_already_is_not_sent_again) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("GET /tagged"));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(a.field("ETag") == "\"t1\"");
  a = c.ask(request_text("GET /tagged", "user-ann", "If-None-Match: \"t0\", W/\"t1\"\r\n"));
  BOOST_TEST(a.status == 304);
  BOOST_TEST(a.field("ETag") == "\"t1\"");
  BOOST_TEST(a.body == "");
  BOOST_TEST(c.ask(request_text("GET /tagged", "user-ann", "If-None-Match: \"t2\"\r\n")).status == 200);
}

BOOST_AUTO_TEST_CASE(long_texts_are_packed_for_who_takes_it) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("GET /big/100000", "", "Accept-Encoding: gzip\r\n"));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(a.field("Content-Encoding") == "gzip");
  BOOST_TEST(a.body.size() < 1000u);
  BOOST_TEST(a.count("Vary") == 2);
  a = c.ask(request_text("GET /big/100000", ""));
  BOOST_TEST(a.field("Content-Encoding") == "");
  BOOST_TEST(a.body.size() == 100'000u);
  BOOST_TEST(c.ask(request_text("GET /big/100", "", "Accept-Encoding: gzip\r\n")).field("Content-Encoding") ==
             "");
}

BOOST_AUTO_TEST_CASE(budgets_are_kept_per_user_and_say_when_to_come_back) {
  site s([](auto& o) {
    o.gateway.reads_a_minute = 3;
    o.gateway.turns_a_minute = 1;
  });
  client c(s.port());
  for (int i = 0; i < 3; ++i) BOOST_TEST(c.ask(request_text("GET /items")).status == 200);
  auto a = c.ask(request_text("GET /items"));
  BOOST_TEST(a.status == 429);
  BOOST_TEST(std::stoi(a.field("Retry-After")) >= 1);
  BOOST_TEST(a.field("X-RateLimit-Limit") == "3");
  BOOST_TEST(a.field("RateLimit-Policy") == "\"reads\";q=3;w=60");
  BOOST_TEST(a.field("RateLimit").starts_with("\"reads\";r=0;t=6"));
  BOOST_TEST(a.field("X-RateLimit-Remaining") == "0");
  BOOST_TEST(c.ask(request_text("GET /items", "user-bob")).status == 200);
  BOOST_TEST(c.ask(request_text("DELETE /items/1")).status == 200);  // another budget
  BOOST_TEST(c.ask(request_text("POST /turn")).status == 200);
  BOOST_TEST(c.ask(request_text("POST /turn")).status == 429);
  // Without a user the address counts, also for tokens that are not valid.
  for (int i = 0; i < 3; ++i) BOOST_TEST(c.ask(request_text("GET /items", "forged")).status == 401);
  BOOST_TEST(c.ask(request_text("GET /open", "")).status == 429);

  site off([](auto& o) {
    o.gateway.reads_a_minute = 1;
    o.gateway.rate_limits = false;
  });
  client d(off.port());
  for (int i = 0; i < 5; ++i) BOOST_TEST(d.ask(request_text("GET /items")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_trusted_proxy_names_the_address_that_counts) {
  site s([](auto& o) {
    o.gateway.reads_a_minute = 1;
    o.gateway.trusted_proxies = {"127.0.0.1", "10.0.0.9"};
  });
  client c(s.port());
  auto from = [&](std::string list) {
    return c.ask(request_text("GET /open", "", "X-Forwarded-For: " + list + "\r\n")).status;
  };
  BOOST_TEST(from("10.0.0.1") == 200);
  BOOST_TEST(from("10.0.0.1") == 429);
  BOOST_TEST(from("10.0.0.2, 10.0.0.9") == 200);
  BOOST_TEST(from("1.1.1.1, 10.0.0.2") == 429);  // what the client itself claims does not count
  // However a proxy writes it, and wherever in its network a client of IPv6 says that it is.
  BOOST_TEST(from("10.0.0.2:4711") == 429);
  BOOST_TEST(from("2001:db8::1") == 200);
  for (const char* same :
       {"2001:db8::2", "2001:DB8:0:0:7::9", "[2001:db8::1]:80", "2001:0db8:0000:0000:1:2:3:4"})
    BOOST_TEST(from(same) == 429, same);
  BOOST_TEST(from("2001:db8:0:1::1") == 200);
  // What is no address is not believed: the proxy itself counts.
  BOOST_TEST(from("unknown") == 200);
  for (const char* no_address : {"_hidden", "unknown-2", "10.0.0.300"})
    BOOST_TEST(from(no_address) == 429, no_address);
}

BOOST_AUTO_TEST_CASE(beyond_the_cap_requests_are_refused_and_told_when_to_return) {
  site s([](auto& o) { o.gateway.most_open = 1; });
  client a(s.port()), b(s.port());
  a.send(request_text("GET /wait", ""));
  s.wait_for_held(1);
  auto refused = b.ask(request_text("GET /open", ""));
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.field("Retry-After") == "1");
  s.release();
  BOOST_TEST(a.read().body == "held");
  BOOST_TEST(b.ask(request_text("GET /open", "")).status == 200);
}

BOOST_AUTO_TEST_CASE(requests_are_logged_and_counted_without_queries_or_tokens) {
  site s;
  {
    client c(s.port());
    c.ask(request_text("GET /items/7?password=hunter2", "user-ann", "X-Request-ID: my-id\r\n"));
    c.ask(request_text("GET /nothing"));
  }
  BOOST_TEST(fm::test::eventually([&] { return s.log().find("status=404") != std::string::npos; }));
  const auto log = s.log();
  BOOST_TEST(log.find("info request method=GET route=/items/{id} status=200 bytes=") != std::string::npos,
             log);
  BOOST_TEST(log.find("id=my-id user=ann from=127.0.0.1") != std::string::npos, log);
  BOOST_TEST(log.find("hunter2") == std::string::npos);
  BOOST_TEST(log.find("user-ann") == std::string::npos);
  for (const auto& f : s.gateway().figures())
    if (f.pattern == "/items/{id}" && f.method == "GET") {
      BOOST_TEST(f.requests == 1u);
      BOOST_TEST((f.by_status == std::vector<std::pair<int, std::uint64_t>>{{200, 1}}));
    }
}

BOOST_AUTO_TEST_CASE(health_and_operations_turn_at_the_same_moment) {
  auto board = std::make_shared<fm::http::health_board>();
  board->expect("database");
  board->expect("knowledge");
  board->expect("model", false);
  site s([&](auto& o) { o.health = board; });
  client c(s.port());
  const auto says = [&](int status, std::string_view health) {
    for (auto path : {"GET /health", "GET /health/ready", "GET /items/special"})
      BOOST_TEST(c.ask(request_text(path)).status == status, path << " while " << health);
    BOOST_TEST(c.ask(request_text("GET /health")).body.find(health) != std::string::npos);
    BOOST_TEST(c.ask(request_text("GET /health/live")).status == 200);
  };
  says(503, "starting");
  board->set("database", "ok");
  says(503, "starting");
  board->set("knowledge", "ok");
  says(200, "degraded");
  board->set("model", "ok");
  says(200, "healthy");
  board->set("database", "the disk is gone");
  says(503, "unhealthy");
}

BOOST_AUTO_TEST_SUITE_END()
