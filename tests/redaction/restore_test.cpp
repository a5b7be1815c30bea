#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

#include <cctype>

using namespace fm::redaction;

namespace {

struct turn {
  redactor r;
  std::string mail, secret;  // their placeholders
  turn() {
    mail = r.redact("ann@example.com").str();
    const auto text = r.redact("password='Blue\"Moon\\42'").str();
    secret = text.substr(text.find('<'), text.find('>') + 1 - text.find('<'));
  }
  std::string core() const { return mail.substr(1, mail.size() - 2); }
};

std::string streamed(const turn& t, const std::string& text, std::size_t piece) {
  streamed_restorer s(t.r.known());
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += piece) out += s.feed(std::string_view(text).substr(i, piece));
  return out + s.finish();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(restoring)

BOOST_AUTO_TEST_CASE(values_come_back_whatever_the_pieces) {
  turn t;
  const std::string text = "Größe: " + t.mail + " ist über " + t.secret + t.mail + ", a < b, x_y &lt;" +
                           t.core() + "&gt; und <EMAIL_";
  const auto whole = t.r.restore(text);
  BOOST_TEST(whole.find("ann@example.com ist über Blue\"Moon\\42ann@example.com") != whole.npos);
  for (std::size_t piece = 1; piece <= text.size(); ++piece) BOOST_TEST(streamed(t, text, piece) == whole);
}

BOOST_AUTO_TEST_CASE(never_half_a_placeholder_is_handed_out) {
  turn t;
  const std::string text = "see " + t.mail + " now";
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    streamed_restorer s(t.r.known());
    auto first = s.feed(std::string_view(text).substr(0, cut));
    BOOST_TEST(first.find('<') == first.npos, first);
    BOOST_TEST(first.find("EM") == first.npos, first);
    first += s.feed(std::string_view(text).substr(cut));
    BOOST_TEST(first + s.finish() == "see ann@example.com now");
  }
}

BOOST_AUTO_TEST_CASE(text_goes_on_as_soon_as_it_is_certain) {
  turn t;
  streamed_restorer s(t.r.known());
  BOOST_TEST(s.feed("the pool is exhausted, ") == "the pool is exhausted, ");
  BOOST_TEST(s.feed(t.mail) == "ann@example.com");
  // A word without end cannot be a placeholder.
  BOOST_TEST(s.feed(std::string(500, 'a')).size() > 0u);
}

BOOST_AUTO_TEST_CASE(what_is_unmistakable_comes_back_however_it_is_written) {
  turn t;
  auto lower = t.mail;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  auto upper = t.mail;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  auto other = t.mail;
  other.replace(1, 5, "HOST");
  for (const auto& written : {t.mail, lower, upper, other, t.core(), "<" + t.core(), t.core() + ">",
                              "&lt;" + t.core() + "&gt;", "\\u003c" + t.core() + "\\u003e"}) {
    BOOST_TEST(t.r.restore("a " + written + " b") == "a ann@example.com b", written);
    for (std::size_t piece = 1; piece < 9; ++piece)
      BOOST_TEST(streamed(t, "a " + written + " b", piece) == "a ann@example.com b", written);
  }
  BOOST_TEST(t.r.restore("`" + t.mail + "`") == "`ann@example.com`");
}

BOOST_AUTO_TEST_CASE(what_was_not_given_out_stays) {
  turn t;
  auto altered = t.mail;
  altered[altered.size() - 2] = altered[altered.size() - 2] == 'a' ? 'b' : 'a';
  for (const auto& text :
       {altered, std::string("<EMAIL_1>"), std::string("<down>"), t.mail.substr(0, t.mail.size() - 3),
        std::string("a_b <x_y>"), std::string("&lt;EMAIL_1&gt;")})
    BOOST_TEST(t.r.restore(text) == text);
}

BOOST_AUTO_TEST_CASE(commands_get_no_secrets_back) {
  turn t;
  BOOST_TEST(t.r.restore_without_secrets("login " + t.mail + " -p" + t.secret) ==
             "login ann@example.com -p" + t.secret);
  const auto host = t.r.redact("connect to 10.1.2.3 as user=jdoe7 on db1.shop.internal").str();
  BOOST_TEST(t.r.restore_without_secrets(host) == "connect to 10.1.2.3 as user=jdoe7 on db1.shop.internal");
}

BOOST_AUTO_TEST_CASE(values_are_escaped_within_json) {
  turn t;
  BOOST_TEST(t.r.restore("{\"text\":\"" + t.secret + "\"}", value_form::json_string) ==
             R"({"text":"Blue\"Moon\\42"})");
}

BOOST_AUTO_TEST_SUITE_END()
