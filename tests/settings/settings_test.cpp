#define BOOST_TEST_MODULE settings
#include <fm/settings/settings.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using fm::settings::fault_of;
using fm::settings::table;
using settings_set = fm::settings::set;

namespace {

const fm::settings::setting& of(const settings_set& s, std::string_view name) {
  for (const auto& x : s.all())
    if (x.of->name == name) return x;
  throw std::runtime_error("no such setting");
}

bool said(const settings_set& s, std::string_view part) {
  for (const auto& f : s.faults())
    if (f.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_default_fits_its_own_rule_and_every_name_is_there_once) {
  std::set<std::string_view> names;
  for (const auto& g : table())
    for (const auto& r : g.rules) {
      BOOST_TEST(!fault_of(r, r.fallback), r.name);
      BOOST_TEST(names.insert(r.name).second, r.name);
      BOOST_TEST(!r.meaning.empty(), r.name);
    }
  const auto s = settings_set::read({});
  BOOST_TEST(s.faults().empty());
  BOOST_TEST(s.unknown().empty());
  BOOST_TEST(of(s, "PORT").source == "default");
}

BOOST_AUTO_TEST_CASE(the_environment_wins_over_the_file_and_the_file_over_the_default) {
  const auto s = settings_set::read({{"PORT", "1"}}, "a.conf", "PORT = 2\nHOST = 0.0.0.0\n");
  BOOST_TEST(s.integer("PORT") == 1);
  BOOST_TEST(of(s, "PORT").source == "environment");
  BOOST_TEST(s.text("HOST") == "0.0.0.0");
  BOOST_TEST(of(s, "HOST").source == "a.conf:2");
  BOOST_TEST(s.integer("FM_THREADS") == 2);
}

BOOST_AUTO_TEST_CASE(a_file_has_comments_quotes_and_blank_lines) {
  const auto s =
      settings_set::read({}, "a.conf",
                         "# comment\r\n\n  ADMIN_EMAIL = a@b.c # the boss\r\nFM_KNOWLEDGE=\"/a # b\"\n"
                         "CORS_ORIGINS = http://a, http://b,\nFM_DATA_DIR =   /data#1");
  BOOST_TEST(s.faults().empty());
  BOOST_TEST(s.text("ADMIN_EMAIL") == "a@b.c");
  BOOST_TEST(s.text("FM_KNOWLEDGE") == "/a # b");
  BOOST_TEST(s.text("FM_DATA_DIR") == "/data#1");
  BOOST_TEST((s.list("CORS_ORIGINS") == std::vector<std::string>{"http://a", "http://b"}));
}

BOOST_AUTO_TEST_CASE(values_that_do_not_fit_are_named_with_what_would_fit) {
  const auto s = settings_set::read({{"PORT", "70000"},
                                     {"HOST", "localhost"},
                                     {"LOG_LEVEL", "loud"},
                                     {"FM_ACCESS_LOG", "maybe"},
                                     {"SESSION_TIMEOUT_MINUTES", "12x"}});
  BOOST_TEST(said(s, "PORT is '70000' but should be a whole number from 0 to 65535 (environment)"));
  BOOST_TEST(said(s, "HOST is 'localhost' but should be an IP address"));
  BOOST_TEST(said(s, "LOG_LEVEL is 'loud' but should be one of DEBUG, INFO, WARNING, ERROR"));
  BOOST_TEST(said(s, "FM_ACCESS_LOG is 'maybe' but should be true or false"));
  BOOST_TEST(said(s, "60 to 480"));
  BOOST_TEST(s.integer("PORT") == 8000);  // the default stays in force
}

BOOST_AUTO_TEST_CASE(words_flags_and_addresses_are_taken_in_their_usual_spellings) {
  auto s = settings_set::read({{"LOG_LEVEL", "debug"}, {"FM_ACCESS_LOG", "OFF"}, {"HOST", "::1"}});
  BOOST_TEST(s.faults().empty());
  BOOST_TEST(!s.flag("FM_ACCESS_LOG"));
  BOOST_TEST(s.flag("SECURITY_RATE_LIMIT_ENABLED"));
  for (auto wrong : {"256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d", "1..2.3"})
    BOOST_TEST(settings_set::read({{"HOST", wrong}}).faults().size() == 1u, wrong);
}

BOOST_AUTO_TEST_CASE(an_empty_value_says_nothing_except_for_texts) {
  const auto s = settings_set::read({{"PORT", ""}, {"CORS_ORIGINS", ""}});
  BOOST_TEST(s.faults().empty());
  BOOST_TEST(s.integer("PORT") == 8000);
  BOOST_TEST(s.list("CORS_ORIGINS").empty());
}

BOOST_AUTO_TEST_CASE(names_that_mean_nothing_are_named) {
  const auto s =
      settings_set::read({{"FM_TYPO", "1"}, {"PATH", "/bin"}, {"FM_CONFIG", "x"}}, "a.conf", "PROT = 1\n");
  BOOST_TEST((s.unknown() ==
              std::vector<std::string>{"FM_TYPO (environment)", "PROT (a.conf:1); did you mean PORT?"}));
}

BOOST_AUTO_TEST_CASE(lines_that_are_none_and_doubles_are_faults) {
  const auto s = settings_set::read({}, "a.conf", "PORT 1\nHOST = ::1\nHOST = ::1\n");
  BOOST_TEST(said(s, "a.conf:1: a line should be NAME = value"));
  BOOST_TEST(said(s, "a.conf:3: HOST stands in the file twice"));
}

BOOST_AUTO_TEST_CASE(the_secret_has_three_names_that_must_not_differ_and_is_never_shown) {
  auto s = settings_set::read({{"SECURITY_SECRET_KEY", "hidden"}});
  BOOST_TEST(s.text("JWT_SECRET") == "hidden");
  BOOST_TEST(of(s, "JWT_SECRET").shown() == "***");
  BOOST_TEST(settings_set::read({{"JWT_SECRET", "a"}, {"SECRET_KEY", "a"}}).faults().empty());
  s = settings_set::read({{"JWT_SECRET", "a"}, {"SECRET_KEY", "b"}});
  BOOST_TEST(said(s, "JWT_SECRET and SECRET_KEY are two names of the same setting and differ"));
  BOOST_TEST(of(settings_set::read({}), "JWT_SECRET").shown() == "");
}

BOOST_AUTO_TEST_CASE(a_misspelt_setting_of_models_is_named_with_the_one_that_is_near) {
  const auto s = settings_set::read({{"LLM_MODLE", "x"},
                                     {"OLLAMA_NUM_PARALLEL", "4"},
                                     {"OLLAMA_MODELS", "/m"},
                                     {"CODE_PROVIDR", "x"},
                                     {"FM_WROKERS", "3"}});
  BOOST_REQUIRE_EQUAL(s.unknown().size(), 3u);
  BOOST_TEST(s.unknown()[0] == "CODE_PROVIDR (environment); did you mean CODE_PROVIDER?");
  BOOST_TEST(s.unknown()[1] == "FM_WROKERS (environment); did you mean FM_WORKERS?");
  BOOST_TEST(s.unknown()[2] == "LLM_MODLE (environment); did you mean LLM_MODEL?");
}
