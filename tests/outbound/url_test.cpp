// One reading of each URL, and none of those that have two.
#include "url.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace fm::outbound;

namespace {

const url* good(const checked_url& u) { return std::get_if<url>(&u); }
refusal why(const std::string& text) {
  const auto u = read_url(text);
  const auto* t = std::get_if<trouble>(&u);
  return t ? t->refusal : refusal::none;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(urls)

BOOST_AUTO_TEST_CASE(spellings_become_one_form) {
  const std::vector<std::pair<std::string, std::string>> all{
      {"https://API.Example.COM/v1", "https://api.example.com/v1"},
      {"https://api.example.com./v1", "https://api.example.com/v1"},
      {"https://api.example.com:443/v1?a=b#part", "https://api.example.com:443/v1?a=b"},
      {"HTTP://example.com", "http://example.com/"},
      {"http://0x7f.1/", "http://127.0.0.1/"},
      {"http://2130706433/", "http://127.0.0.1/"},
      {"http://0177.0.0.1/", "http://127.0.0.1/"},
      {"http://127.1:8080/", "http://127.0.0.1:8080/"},
      {"http://0x7f000001/", "http://127.0.0.1/"},
      {"http://127.0.0.1./", "http://127.0.0.1/"},
      {"http://%31%32%37.0.0.1/", "http://127.0.0.1/"},
      {"http://[::FFFF:127.0.0.1]/", "http://[::ffff:127.0.0.1]/"},
      {"http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/"},
      {"http://XN--bcher-kva.example/", "http://xn--bcher-kva.example/"},
      {"https://example.com/a/../b/./c", "https://example.com/b/c"},
  };
  for (const auto& [text, form] : all) {
    const auto u = read_url(text);
    BOOST_TEST(good(u) != nullptr, text);
    if (good(u)) BOOST_TEST(good(u)->text == form);
    if (good(u) && form.find("127.0.0.1/") != std::string::npos && form.find('[') == std::string::npos)
      BOOST_TEST(to_text(*good(u)->origin.address) == "127.0.0.1");
  }
}

BOOST_AUTO_TEST_CASE(origins_have_a_port_and_a_short_text) {
  BOOST_TEST(good(read_url("https://example.com/x"))->origin.port == 443);
  BOOST_TEST(good(read_url("http://example.com:443/x"))->origin.port == 443);
  BOOST_TEST(to_text(good(read_url("https://example.com:443/x"))->origin) == "https://example.com");
  BOOST_TEST(to_text(good(read_url("http://[::1]:11434/"))->origin) == "http://[::1]:11434");
}

BOOST_AUTO_TEST_CASE(what_has_no_single_reading_is_refused) {
  using enum refusal;
  const std::vector<std::pair<std::string, refusal>> all{
      {"", malformed},
      {"example.com", malformed},
      {"/path", malformed},
      {"//example.com/", malformed},
      {"http://", malformed},
      {"http:///path", malformed},
      {"http:/example.com", malformed},
      {"http:example.com", malformed},
      {"http:////example.com", malformed},
      // Letters, digits and stops of other scripts, some of which IDNA turns into an address.
      {"http://b\xC3\xBC\x63her.example/", malformed},
      {"http://b%C3%BC\x63her.example/", malformed},
      {"http://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/", malformed},
      {"http://127\xE3\x80\x82\x30\xE3\x80\x82\x30\xE3\x80\x82\x31/", malformed},
      {"http://\xE2\x93\x9B\x6F\x63\x61lhost/", malformed},
      {"http://exa mple.com/", malformed},
      {"http://example.com/a\nb", malformed},
      {"http://example.com\\@evil.example/", malformed},
      {"http://example.com:0/", malformed},
      {"http://example.com:65536/", malformed},
      {"http://example.com:x/", malformed},
      {"http://[::1/", malformed},
      {"http://[fe80::1%25eth0]/", malformed},
      {"http://[v1.fe80]/", malformed},
      {"http://1.2.3.4.5/", malformed},
      {"http://999.1.1.1/", malformed},
      {"http://127.0.0.0x/", malformed},
      {"http://example.0x1/", malformed},
      {"http://..example.com/", malformed},
      {"http://a..b/", malformed},
      {"http://exa%00mple.com/", malformed},
      {"http://exa%2fmple.com/", malformed},
      {"http://127.0.0.1%2f@example.com/", user_info},
      {"http://user@example.com/", user_info},
      {"http://user:secret@example.com/", user_info},
      {"http://example.com@127.0.0.1/", user_info},
      {"file:///etc/passwd", scheme},
      {"gopher://example.com/", scheme},
      {"ftp://example.com/", scheme},
      {"dict://example.com:11211/", scheme},
      {"ws://example.com/", scheme},
  };
  for (const auto& [text, expected] : all)
    BOOST_TEST((why(text) == expected), text << " is " << static_cast<int>(why(text)));
  BOOST_TEST((why("https://example.com/" + std::string(9'000, 'a')) == malformed));
  BOOST_TEST((why("https://" + std::string(300, 'a') + ".example/") == malformed));
}

BOOST_AUTO_TEST_CASE(what_is_read_once_is_read_the_same_again) {
  const std::vector<std::string> pieces{"http://",     "https://", "@",   ":",         "/",    "\\",
                                        "[",           "]",        "::1", "127.0.0.1", "0x7f", ".",
                                        "1",           "0",        "%2e", "%31",       "%2F",  "%40",
                                        "localhost",   "?",        "#",   "user",      " ",    "\xEF\xBC\x8E",
                                        "example.com", "//",       "..",  "\t",        "ffff", "80",
                                        ";",           "&",        "=",   "-",         "_",    "%"};
  std::mt19937 random(1);
  unsigned good_ones = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = random() % 4 == 0 ? "" : pieces[random() % 2];
    for (auto n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
    const auto first = read_url(text);
    if (!good(first)) continue;
    ++good_ones;
    const auto again = read_url(good(first)->text);
    BOOST_TEST_REQUIRE(good(again) != nullptr, text);
    BOOST_TEST_REQUIRE((good(again)->text == good(first)->text && good(again)->origin == good(first)->origin),
                       text);
    const auto& o = good(first)->origin;
    // The host stands in the text as it stands in the origin: nothing else is left to read it.
    BOOST_TEST_REQUIRE(good(first)->text.starts_with(o.scheme + "://" + o.host), text);
    const auto after = good(first)->text[o.scheme.size() + 3 + o.host.size()];
    BOOST_TEST_REQUIRE((after == '/' || after == ':' || after == '?'), text);
  }
  BOOST_TEST(good_ones > 5'000u);
}

BOOST_AUTO_TEST_CASE(a_refusal_shows_no_secret) {
  for (const auto* text : {"http://user:s3cret@example.com/", "ftp://s3cret@h/", "s3cret",
                           "http://h:99999/?key=s3cret", "http://exa mple/?key=s3cret"}) {
    const auto u = read_url(text);
    BOOST_TEST_REQUIRE(std::holds_alternative<trouble>(u));
    BOOST_TEST(std::get<trouble>(u).text.find("s3cret") == std::string::npos, text);
  }
}

BOOST_AUTO_TEST_CASE(locations_are_read_from_where_they_came) {
  const auto base_url = read_url("https://example.com/a/b?c=d");
  const auto& base = std::get<url>(base_url);
  const std::vector<std::pair<std::string, std::string>> all{
      {"/x", "https://example.com/x"},
      {"x", "https://example.com/a/x"},
      {"../x", "https://example.com/x"},
      {"?e=f", "https://example.com/a/b?e=f"},
      {"//other.example/x", "https://other.example/x"},
      {"http://127.1/", "http://127.0.0.1/"},
      {"with blank", "https://example.com/a/with%20blank"},
      {"HTTPS://Example.com/#part", "https://example.com/"},
  };
  for (const auto& [location, target] : all) {
    const auto u = read_location(base, location);
    BOOST_TEST(good(u) != nullptr, location);
    if (good(u)) BOOST_TEST(good(u)->text == target);
  }
  for (const auto* bad : {"file:///etc/passwd", "gopher://x/", "javascript:alert(1)", "http://u:p@h/",
                          "http://[::1", "\\\\h\\x"})
    BOOST_TEST(good(read_location(base, bad)) == nullptr, bad);
}

BOOST_AUTO_TEST_SUITE_END()
