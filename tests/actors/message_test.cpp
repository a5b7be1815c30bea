// Every message of a list is known by name, looks the same on both ends and loses nothing.
#include "fm/test/message_suite.hpp"
#include "workload.hpp"

using fm::actors::messages_of;

namespace {
namespace described {
struct part {
  int a = 1;
  bool operator==(const part&) const = default;
};
struct whole {
  using reply_type = fm::done;
  static constexpr auto timeout = fm::second;
  std::string name;
  std::vector<part> parts;
  part first;
  std::uint32_t small = 3, large = 4;
  std::string_view key() const { return name; }
};
struct empty {};
}  // namespace described

namespace grown {
struct row {
  std::string id;
};
struct table {
  std::vector<row> rows;
};
}  // namespace grown

struct unlisted {
  using reply_type = fm::done;
};
struct with_token {
  using reply_type = fm::done;
  fm::secret<> token;
};
}  // namespace

BOOST_AUTO_TEST_CASE(every_message_of_the_workload_survives_serialisation) {
  fm::test::check_messages<workload::messages>();
  fm::test::check_messages<fm::message_list<fm::call_context, fm::origin, fm::done>>();
}

BOOST_AUTO_TEST_CASE(the_declaration_of_a_struct_is_the_list_of_its_members) {
  described::whole x{"w", {{7}, {8}}, {9}};
  auto [name, parts, first, small, large] = fm::members_of(x);
  BOOST_TEST((&name == &x.name && &parts == &x.parts && &first == &x.first && &large == &x.large));
  BOOST_TEST(small == 3u);
  static_assert(std::tuple_size_v<decltype(fm::members_of(std::declval<described::empty&>()))> == 0);
  static_assert(!fm::plain_struct<std::string> && !fm::plain_struct<std::array<int, 2>>);
  static_assert(!fm::plain_struct<fm::secret<>>, "it has an inspect of its own");
}

BOOST_AUTO_TEST_CASE(a_struct_prints_all_of_its_members) {
  BOOST_TEST(caf::deep_to_string(described::whole{"w", {{7}, {8}}, {9}}) == "\"w\", [7, 8], 9, 3, 4");
}

BOOST_AUTO_TEST_CASE(a_table_names_its_types_and_its_fingerprint_follows_their_members) {
  auto all = messages_of<workload::messages>();
  auto hash = static_cast<std::uint32_t>(fm::hash_name("workload::heartbeat"));
  BOOST_TEST_REQUIRE(all.entries().contains(hash));
  BOOST_TEST(all.entries().at(hash).name == "workload::heartbeat");
  BOOST_TEST(all.find(hash) == &fm::slot_of<workload::heartbeat>);
  BOOST_TEST(all.find(1) == nullptr);
  BOOST_TEST(all.fingerprint() == messages_of<workload::messages>().fingerprint());
  BOOST_TEST(all.fingerprint() != messages_of<>().fingerprint());
}

BOOST_AUTO_TEST_CASE(a_schema_shows_the_members_of_members) {
  auto schema = fm::schema_of<grown::table>();
  BOOST_TEST(schema.find("grown::row{") != std::string::npos, schema);
  BOOST_TEST(schema.find("basic_string") != std::string::npos, schema);
}

BOOST_AUTO_TEST_CASE(only_listed_types_are_messages) {
  static_assert(fm::message<workload::heartbeat>);
  static_assert(!fm::message<unlisted>);
  static_assert(caf::has_type_id<workload::heartbeat>::value);
  static_assert(!caf::has_type_id<unlisted>::value);
  BOOST_CHECK_THROW(fm::actors::require_registered(fm::takes<unlisted>{}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_secret_leaves_a_process_only_as_its_pseudonym) {
  fm::secret_hash hash = [](std::string_view s) { return "pseudonym of " + std::to_string(s.size()); };
  fm::pseudonym_scope scope{&hash};
  with_token m{fm::secret<>{"hunter2"}};
  fm::actors::bytes written;
  fm::actors::save_value(written, m);
  std::string text(written.begin(), written.end());
  BOOST_TEST(text.find("hunter2") == std::string::npos);
  with_token copy;
  BOOST_TEST_REQUIRE(fm::actors::load_values(written, copy));
  BOOST_TEST(copy.token.expose() == "pseudonym of 7");
  fm::actors::bytes again;
  fm::actors::save_value(again, copy);
  BOOST_TEST((again == written));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_too_short_or_too_long_are_refused) {
  fm::actors::bytes written;
  workload::heartbeat m{"s1"};
  fm::actors::save_value(written, m);
  workload::heartbeat copy;
  auto longer = written;
  longer.push_back('x');
  BOOST_TEST(!fm::actors::load_values(longer, copy));
  written.pop_back();
  BOOST_TEST(!fm::actors::load_values(written, copy));
}

BOOST_AUTO_TEST_CASE(failures_cross_actors_with_code_and_text) {
  fm::failure why{fm::ec::storage_full, "no room"};
  BOOST_TEST((fm::actors::to_failure(fm::actors::to_error(why)) == why));
  BOOST_TEST((fm::actors::to_failure(caf::sec::request_timeout).code == fm::ec::timeout));
  BOOST_TEST((fm::actors::to_failure(caf::sec::request_receiver_down).code == fm::ec::unavailable));
  BOOST_TEST((fm::actors::to_failure(caf::sec::invalid_argument).code == fm::ec::internal));
  BOOST_TEST(fm::actors::render(why) == "storage_full: no room");
}
