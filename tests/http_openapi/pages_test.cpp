// The pages of the reference: whole, packed for who takes it, and without a file from elsewhere.
#include "site_pack.hpp"

#include <fm/gzip/gzip.hpp>
#include <fm/http/negotiation.hpp>
#include <fm/http/page_routes.hpp>
#include <fm/http/service.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <stdexcept>

using namespace fm::http;

namespace {

class kept final : public responder {
 public:
  void send(response r) override { got = std::move(r); }
  std::shared_ptr<stream> open(response) override { return nullptr; }
  std::optional<response> got;
};

response ask(const route& row, bool packed) {
  auto r = std::make_shared<incoming>();
  if (packed) r->fields.emplace_back("Accept-Encoding", "br, gzip");
  auto out = std::make_shared<kept>();
  row.serve({r, nullptr, {}, out});
  return out->got.value();
}

const std::string* header(const response& r, std::string_view name) {
  for (const auto& [n, v] : r.headers)
    if (n == name) return &v;
  return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(each_file_is_the_same_packed_or_not) {
  const auto rows = page_routes();
  BOOST_TEST(rows.size() == 7u);
  for (const auto& row : rows) {
    const auto plain = ask(row, false), packed = ask(row, true);
    BOOST_TEST(!plain.body.empty());
    BOOST_TEST((header(plain, "Content-Encoding") == nullptr));
    BOOST_TEST(*header(packed, "Content-Encoding") == "gzip");
    BOOST_TEST((fm::gzip::unpack(packed.body, 16u << 20).value() == plain.body));
    BOOST_TEST(plain.content_type != "application/octet-stream");
  }
}

BOOST_AUTO_TEST_CASE(pages_load_files_of_this_server_only) {
  for (const auto& row : page_routes()) {
    if (row.pattern != "/docs" && row.pattern != "/redoc") continue;
    const auto page = ask(row, false);
    BOOST_TEST((page.body.find("//") == std::string::npos));
    BOOST_TEST(header(page, "Content-Security-Policy")->starts_with("default-src 'self'"));
  }
}

BOOST_AUTO_TEST_CASE(a_pack_is_read_as_it_is_written_and_a_damaged_one_refused) {
  const auto gzip = fm::gzip::pack("<p>hello</p>");
  const std::string pack = "index.html\t12\t" + std::to_string(gzip.size()) + "\t2\tabc\n" +
                           "assets/a.js\t0\t0\t0\tdef\n\n" + gzip + "br";
  const auto files = files_of_pack(pack);
  BOOST_TEST_REQUIRE(files.size() == 2u);
  BOOST_TEST(files[0].name == "index.html");
  BOOST_TEST(files[0].gzip == gzip);
  BOOST_TEST(files[0].brotli == "br");
  BOOST_TEST(files[0].tag == "\"abc\"");
  BOOST_TEST(files[1].name == "assets/a.js");
  BOOST_TEST(files_of_pack("").empty());
  BOOST_CHECK_THROW(files_of_pack(std::string_view(pack).substr(0, pack.size() - 1)), std::logic_error);
  BOOST_CHECK_THROW(files_of_pack("index.html\tx\ty"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(every_path_of_the_dashboard_has_a_page_that_runs_nothing_of_its_own) {
  std::size_t pages = 0;
  for (const auto& row : dashboard_routes()) {
    if (!row.is_page) continue;
    ++pages;
    const auto page = ask(row, false);
    BOOST_TEST(page.body.starts_with("<!doctype html>"));
    const auto* policy = header(page, "Content-Security-Policy");
    BOOST_TEST_REQUIRE(policy != nullptr);
    BOOST_TEST(policy->starts_with("default-src 'none'"));
    BOOST_TEST(policy->find("unsafe") == std::string::npos);
  }
  BOOST_TEST(pages == 7u);
}

BOOST_AUTO_TEST_CASE(damaged_and_oversized_packs_are_refused) {
  const auto packed = fm::gzip::pack(std::string(100'000, 'a'));
  BOOST_TEST(packed.size() < 1000u);
  BOOST_TEST(fm::gzip::unpack(packed, 100'000).has_value());
  BOOST_TEST(!fm::gzip::unpack(packed, 99'999).has_value());
  BOOST_TEST(!fm::gzip::unpack(packed.substr(0, packed.size() / 2), 100'000).has_value());
  BOOST_TEST(!fm::gzip::unpack("no gzip", 100).has_value());
}

BOOST_AUTO_TEST_CASE(what_a_client_takes_is_read_as_it_says) {
  BOOST_TEST(accepts_gzip("br, GZIP;q=0.5"));
  BOOST_TEST(!accepts_gzip("gzip;q=0"));
  BOOST_TEST(!accepts_gzip("gzip; q=0.0, br"));
  BOOST_TEST(!accepts_gzip("br"));
  BOOST_TEST(accepts_brotli("gzip, br"));
  BOOST_TEST(!accepts_brotli("gzip, br;q=0"));
  BOOST_TEST(prefers_html("text/html,application/xml;q=0.9,*/*;q=0.8"));
  BOOST_TEST(!prefers_html("text/html, application/json"));
  BOOST_TEST(!prefers_html("application/json, text/html;q=0.5"));
  BOOST_TEST(!prefers_html("*/*"));
  BOOST_TEST(!prefers_html(""));
  BOOST_TEST(asks_for_events("text/event-stream"));
  BOOST_TEST(asks_for_events("application/json, Text/Event-Stream"));
  BOOST_TEST(asks_for_events("application/json;q=0.4, text/event-stream; q=0.45, */*"));
  BOOST_TEST(!asks_for_events("application/json, text/event-stream;q=0.9"));
  BOOST_TEST(!asks_for_events("text/event-stream;q=0.000"));
  BOOST_TEST(!asks_for_events("*/*"));
  BOOST_TEST(names_tag("\"a\", W/\"b\"", "\"b\""));
  BOOST_TEST(names_tag("*", "\"b\""));
  BOOST_TEST(!names_tag("\"a\"", "\"b\""));
}

BOOST_AUTO_TEST_SUITE_END()
