#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

using fm::redaction::redactor;

BOOST_AUTO_TEST_SUITE(known_secrets)

BOOST_AUTO_TEST_CASE(what_is_known_as_a_secret_is_one_wherever_it_stands) {
  redactor r;
  const auto out = r.redact("db password=hunter2hunter was set; the value hunter2hunter was rejected").str();
  BOOST_TEST(out.find("hunter2") == out.npos);
  BOOST_TEST(r.redact("Why is hunter2hunter rejected?").str().find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_later_text_gives_away_is_replaced_in_an_earlier_one) {
  redactor r;
  r.learn("password=Blue-Moon-42 was rejected");
  BOOST_TEST(r.redact("is Blue-Moon-42 right?").str().find("Moon") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_spellings_of_a_secret_are_secret) {
  redactor r;
  r.learn("password=\"Blu\\\"e/Moon&42\" set");
  for (const std::string text :
       {"plain Blu\"e/Moon&42 .", "json Blu\\\"e/Moon&42 .", "url Blu%22e%2FMoon%2642 .",
        "xml Blu&quot;e/Moon&amp;42 .", "base64 Qmx1ImUvTW9vbiY0Mg== ."}) {
    const auto out = r.redact(text).str();
    BOOST_TEST(out.find("Moon") == out.npos, out);
    BOOST_TEST(out.find("Qmx1ImU") == out.npos, out);
    BOOST_TEST(r.restore(out) == text);
  }
}

BOOST_AUTO_TEST_CASE(the_password_of_basic_credentials_is_known_afterwards) {
  redactor r;
  r.learn("Authorization: Basic YW5uOkJsdWUtTW9vbi00Mg==");  // ann:Blue-Moon-42
  BOOST_TEST(r.redact("tried Blue-Moon-42 twice").str().find("Moon") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_known_secret_that_is_cut_does_not_leave) {
  redactor r;
  r.learn("use Blue-Moon-4242 as the password of the shop");
  // As lines and passages are cut: with a mark, at the end of a line, at the end of a text.
  for (const char* text :
       {"[E1:3] use Blue-Moo… and more", "[E1:3] use Blue-Moon-4\n[E1:4] next", "use Blue-Moon-42"}) {
    const auto out = r.redact(text).str();
    BOOST_TEST(out.find("Moo") == out.npos, out);
    BOOST_TEST(r.restore(out) == text);
  }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_known_secret_behind_a_cut_does_not_leave) {
  redactor r;
  r.learn("use Blue-Moon-4242 as the password of the shop");
  const auto out = r.redact("E1:3 …Moon-4242 as the password of the shop…").str();
  BOOST_TEST(out.find("4242") == out.npos, out);
  BOOST_TEST(out.ends_with(" as the password of the shop…"));
}

BOOST_AUTO_TEST_CASE(secrets_that_are_cut_are_known_by_what_is_left_of_them) {
  const std::pair<const char*, const char*> cuts[] = {
      {"-----BEGIN RSA PRIVATE KEY-----\nMIIEabcdefgh", "MIIEabc"},
      {"token eyJhbGciOiJIUzI1NiJ9.eyJzdWIi…", "eyJzdWIi"},
      {"token eyJhbGciOi…", "hbGciOi"},
      {"open postgres://shop:Blue42Mo…", "Blue42Mo"},
      {"password=\"Blue Mo…", "Blue"},
      {"Authorization: Basic YW5uOkJsdW…", "YW5uOkJ"},
      {"key AKIAABCDEFG2…", "ABCDEFG"},
      {"push with ghp_abcdEFGH12…", "abcdEFGH"},
  };
  for (const auto& [text, secret] : cuts) {
    redactor r;
    const auto out = r.redact(text).str();
    BOOST_TEST(out.find(secret) == out.npos, out);
  }
}

BOOST_AUTO_TEST_CASE(a_private_key_that_is_cut_takes_nothing_of_what_follows) {
  redactor r;
  const auto out = r.redact(
                        "[E1:1] -----BEGIN RSA PRIVATE KEY-----\n[E1:2] MIIEpAIBAAKCAQEA7bq1Vx2mQwJ5\n[E1:9] "
                        "pool exhausted after 30 s\n")
                       .str();
  BOOST_TEST(out.find("MIIE") == out.npos);
  BOOST_TEST(out.ends_with("[E1:9] pool exhausted after 30 s\n"));
}

BOOST_AUTO_TEST_CASE(a_password_that_is_a_common_word_stays_one_elsewhere) {
  redactor r;
  const auto out = r.redact("password=postgres; postgres is down").str();
  BOOST_TEST(out.starts_with("password=<PASSWORD_"));
  BOOST_TEST(out.ends_with("postgres is down"));
}

BOOST_AUTO_TEST_CASE(a_short_secret_is_none_within_a_word) {
  redactor r;
  const auto out = r.redact("password=s3cre and s3cret").str();
  BOOST_TEST(out.ends_with(" and s3cret"));
}

BOOST_AUTO_TEST_CASE(no_piece_of_eight_characters_of_a_known_secret_leaves) {
  const std::string secret = "Kestrel42!harborXq9v";
  for (std::size_t length = 8; length <= secret.size(); ++length)
    for (std::size_t from = 0; from + length <= secret.size(); ++from) {
      redactor r;
      const auto piece = secret.substr(from, length);
      const auto out = r.redact("password=" + secret + "\nframe1 " + piece + " in frame2").str();
      BOOST_TEST(out.find(piece) == out.npos, out);
      BOOST_TEST(out.ends_with(" in frame2"));
    }
}

BOOST_AUTO_TEST_CASE(pieces_are_known_in_another_case_within_words_and_in_later_texts) {
  redactor r;
  r.learn("api_token: qX7vN2rT9kLmW4zB8cYp");
  for (const std::string text :
       {"frame1 qx7vn2rt9 lost", "QX7VN2RT9K", "id_7vN2rT9kLm_x", "{\"k\":\"kLmW4zB8cYp\"}"}) {
    const auto out = r.redact(text).str();
    BOOST_TEST(out.find('<') != out.npos, out);
    BOOST_TEST(r.restore(out) == text);
  }
}

BOOST_AUTO_TEST_CASE(words_and_numbers_that_a_secret_has_stay_elsewhere) {
  redactor r;
  r.learn(
      "password=PostgresConnection17 and secret_key=orders-service-20261123-x7 and password=x20261123456789");
  for (const std::string text : {"the connection to postgres failed", "orders-service is down",
                                 "at 20261123 and 20261123456", "database connection"})
    BOOST_TEST(r.redact(text).str() == text);
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_connection_string_that_are_no_secret_stay_elsewhere) {
  redactor r;
  r.learn("connectionString=\"Server=tcp:sql;User ID=sa;Password=Blue-Moon-42;Encrypt=true\"");
  BOOST_TEST(r.redact("User ID= and Password= are missing, Encrypt=true").str() ==
             "User ID= and Password= are missing, Encrypt=true");
  BOOST_TEST(r.redact("tried blue-moon-4 again").str().find("moon") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
