#include "evidence/message_tokens.hpp"

#include "evidence/template_miner.hpp"
#include "evidence/word_kind.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;

namespace {

std::string split(std::string_view message) {
  message_tokens out;
  split_message(mask(message), 200, out);
  std::string text;
  for (const auto& t : out.tokens) text += (text.empty() ? "" : " ") + t;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_tokenizing)

BOOST_AUTO_TEST_CASE(quoted_text_is_one_variable_and_an_apostrophe_is_no_quote) {
  BOOST_TEST(split("role \"night shift\" does not exist") == "role <*> does not exist");
  BOOST_TEST(split("can't find 'the file' here") == "can't find <*> here");
  BOOST_TEST(split("opened \"without end") == "opened \"without end");
}

BOOST_AUTO_TEST_CASE(paths_addresses_and_hosts_with_ports_are_variables) {
  BOOST_TEST(split("read /etc/app.conf: denied") == "read <*> denied");
  BOOST_TEST(split("get https://example.org/a?b=c now") == "get <*> now");
  BOOST_TEST(split("mail to ada@example.org sent") == "mail to <*> sent");
  BOOST_TEST(split("at store.example.org:9000 again") == "at <*> again");
  BOOST_TEST(split("loaded C:\\Windows\\x.dll") == "loaded <*>");
  BOOST_TEST(split("read/write error") == "read/write error");
}

BOOST_AUTO_TEST_CASE(quantities_that_are_optional_or_relative_do_not_make_another_template) {
  BOOST_TEST(split("sent 812 bytes (7.31 MB) to peer") == split("sent 3 bytes to peer"));
  BOOST_TEST(split("lasted <3 min") == split("lasted 02:13"));
  BOOST_TEST(split("lasted ~4 hours, closed") == split("lasted 3, closed"));
  BOOST_TEST(split("viewer.exe *32 - opened") == split("viewer.exe - opened"));
  BOOST_TEST(split("waits (3 of them) there") == "waits (<*> of them) there");
}

BOOST_AUTO_TEST_CASE(pieces_of_ids_without_a_digit_are_variables_and_words_are_not) {
  BOOST_TEST(split("volume fadecabe-deaf attached") == split("volume 1decabe2-d34f attached"));
  BOOST_TEST(split("facade added") == "facade added");
}

BOOST_AUTO_TEST_CASE(values_behind_an_equals_sign_are_variables) {
  BOOST_TEST(split("user=root state=on") == "user=<*> state=<*>");
  BOOST_TEST(split("ruser= rhost=gate") == "ruser=<*> rhost=<*>");
  BOOST_TEST(split("drawn= false, moved = true") == "drawn=<*>, moved =<*>");
  BOOST_TEST(split("ws=Source{a b} x") == "ws=<*> x");
  BOOST_TEST(split("a == b") == "a == b");
}

BOOST_AUTO_TEST_CASE(lists_of_any_length_look_alike) {
  BOOST_TEST(split("ask blk_1 blk_2 blk_3 now") == split("ask blk_7 now"));
  BOOST_TEST(split("acls [root, ada]") == split("acls [root, ada, bob]"));
  BOOST_TEST(split("fans ( 12 **** 14 )") == split("fans ( 12 14 )"));
  BOOST_TEST(split("token Token{a b {c}} gone") == "token Token{<*>} gone");
}

BOOST_AUTO_TEST_CASE(a_query_is_a_variable_to_the_end_of_the_message) {
  BOOST_TEST(split("duration: 3 ms  statement: select a from b") ==
             split("duration: 9 ms  statement: delete from c"));
}

BOOST_AUTO_TEST_CASE(the_method_of_a_request_inside_a_message_stays) {
  BOOST_TEST(split("10.0.0.1 \"GET /a HTTP/1.1\" status: 200") == "<*> GET <*> status: <*>");
  BOOST_TEST(split("failed, request: \"GET /a HTTP/1.1\"") == "failed, request: <*>");
}

BOOST_AUTO_TEST_CASE(dots_lead_from_a_name_to_its_value) {
  BOOST_TEST(split("prefetch depth.......12") == "prefetch depth.<*>");
  BOOST_TEST(split("prefetch depth.......12") != split("prefetch threshold....3"));
}

BOOST_AUTO_TEST_CASE(brackets_that_are_never_closed_cost_little) {
  std::string hostile;
  for (int i = 0; i < 4'000; ++i) hostile += "([{'a=";
  BOOST_TEST(!split(hostile).empty());
}

BOOST_AUTO_TEST_CASE(words_are_told_from_names) {
  BOOST_TEST(is_plain_word("opened,"));
  BOOST_TEST(is_plain_word("kernel_init:"));
  BOOST_TEST(!is_plain_word("camelCase"));
  BOOST_TEST(!is_plain_word("a.b.c"));
  BOOST_TEST(is_verb_like("closing"));
  BOOST_TEST(is_verb_like("PUBLISH"));
  BOOST_TEST(!is_verb_like("wallboard"));
  BOOST_TEST(is_plural_of("packet", "packets"));
  BOOST_TEST(!is_plural_of("packet", "pocket"));
  BOOST_TEST(!may_name_event("com.example.job"));
  BOOST_TEST(may_name_event("workerEnv.init()"));
}

BOOST_AUTO_TEST_SUITE_END()
