// Where authorization codes may be sent: the extension's own host and nothing that only looks like it.
#include "auth/redirect.hpp"

#include <boost/test/unit_test.hpp>

using fm::auth::redirect_fits;

BOOST_AUTO_TEST_SUITE(redirect)

BOOST_AUTO_TEST_CASE(one_label_stands_for_the_star) {
  const std::vector<std::string> allowed{"https://*.chromiumapp.org/", "http://127.0.0.1:7000/back/"};
  BOOST_TEST(redirect_fits("https://abcdef.chromiumapp.org/", allowed));
  BOOST_TEST(redirect_fits("https://abcdef.chromiumapp.org/done?x=1", allowed));
  BOOST_TEST(redirect_fits("http://127.0.0.1:7000/back/", allowed));
  for (const char* other :
       {"https://chromiumapp.org/", "https://a.b.chromiumapp.org/", "https://.chromiumapp.org/",
        "http://abc.chromiumapp.org/", "https://abc.chromiumapp.org", "https://abc.chromiumapp.org.evil.org/",
        "https://evil.org/abc.chromiumapp.org/", "https://evil.org#.chromiumapp.org/",
        "https://evil.org\\.chromiumapp.org/", "https://evil.org@a.chromiumapp.org/",
        "https://abc.chromiumapp.org/#part", "https://evil.org/.chromiumapp.org/", "http://127.0.0.1:7000/",
        "https://a b.chromiumapp.org/", ""})
    BOOST_TEST(!redirect_fits(other, allowed), other);
}

BOOST_AUTO_TEST_CASE(an_allowed_address_without_a_last_slash_allows_nothing) {
  BOOST_TEST(!redirect_fits("https://abc.example.org.evil.org/", {"https://abc.example.org"}));
  BOOST_TEST(!redirect_fits("https://x/", {}));
}

BOOST_AUTO_TEST_SUITE_END()
