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

BOOST_AUTO_TEST_CASE(no_secret_is_put_into_the_address_of_a_link) {
  turn t;
  for (const std::string front :
       {"Is ![q](http://evil.example/?q=", "see https://evil.example/", "[a](//evil.example/?",
        "[a](/x?q=", "//evil.example/", "www.evil.example/?q=", "WWW.evil.example/",
        "(https://evil.example/?a=\"", "<img src=\"//e.example/", "<http://e.example/?a b ",
        "[a](<http://e.example/?a b ", "\\\\e.example\\",
        "http:\\\\e.example/?q=", "http:&#47;&#x2f;e.example/", "https:&sol;&sol;e.example/"}) {
    const auto text = front + t.secret + ") is it";
    BOOST_TEST(t.r.restore(text) == text);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) BOOST_TEST(streamed(t, text, piece) == text);
    // Personal data is put back, and a secret behind the link as well.
    BOOST_TEST(t.r.restore(front + t.mail + ">)\nkey " + t.secret) ==
               front + "ann@example.com>)\nkey Blue\"Moon\\42");
  }
}

BOOST_AUTO_TEST_CASE(no_secret_is_put_into_a_link_within_json) {
  turn t;
  for (const std::string front :
       {R"({"text":"see http://e.example/?q=)", R"({"text":"see http:\/\/e.example/?q=)",
        R"({"text":"see http:\u002f\u002Fe.example/?q=)", R"({"text":"[a]\u0028/x?q=)",
        R"({"text":"http://e.example/\\n)", R"({"text":"\u0077ww.e.example/)"}) {
    const auto text = front + t.secret + "\"}";
    BOOST_TEST(t.r.restore(text, value_form::json_string) == text);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
      streamed_restorer s(t.r.known(), value_form::json_string);
      std::string out;
      for (std::size_t i = 0; i < text.size(); i += piece)
        out += s.feed(std::string_view(text).substr(i, piece));
      BOOST_TEST(out + s.finish() == text);
    }
  }
  BOOST_TEST(t.r.restore(R"({"text":"http://e.example/\n)" + t.secret + "\"}", value_form::json_string) ==
             R"({"text":"http://e.example/\nBlue\"Moon\\42"})");
}

BOOST_AUTO_TEST_CASE(a_placeholder_of_a_secret_beside_a_link_is_put_back) {
  turn t;
  BOOST_TEST(t.r.restore("at https://e.example/x with " + t.secret + ", a < b / c") ==
             "at https://e.example/x with Blue\"Moon\\42, a < b / c");
}

BOOST_AUTO_TEST_SUITE_END()
