// Addresses, networks, and what each is for.
#include "core/address_kind.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace fm::outbound;

namespace {

address_kind kind_of(const std::string& text) {
  const auto address = read_ip_address(text);
  BOOST_TEST_REQUIRE(address.has_value(), text);
  return block_of(*address).kind;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(addresses)

BOOST_AUTO_TEST_CASE(only_usual_spellings_are_addresses) {
  for (const auto* good :
       {"0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "fe80::1", "::ffff:127.0.0.1"})
    BOOST_TEST(read_ip_address(good).has_value(), good);
  for (const auto* bad :
       {"", "1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01", "256.0.0.1", "1.2.3.4.5", "1.2.3.4 ",
        " 1.2.3.4", "[::1]", "fe80::1%lo", ":::", "1::2::3", "::12345", "2130706433", "1.2.3."})
    BOOST_TEST(!read_ip_address(bad).has_value(), bad);
  BOOST_TEST(!read_ip_address(std::string_view("127.0.0.1\0.example", 18)).has_value());
}

BOOST_AUTO_TEST_CASE(texts_are_the_shortest) {
  for (const auto& [text, shortest] :
       std::vector<std::pair<std::string, std::string>>{{"2001:0DB8:0:0:0:0:0:1", "2001:db8::1"},
                                                        {"::FFFF:1.2.3.4", "::ffff:1.2.3.4"},
                                                        {"10.0.0.1", "10.0.0.1"}})
    BOOST_TEST(to_text(*read_ip_address(text)) == shortest);
}

BOOST_AUTO_TEST_CASE(networks_hold_what_begins_like_them) {
  const auto n = read_ip_network("10.20.0.0/15");
  BOOST_TEST_REQUIRE(n.has_value());
  for (const auto* in : {"10.20.0.0", "10.21.255.255"}) BOOST_TEST(n->holds(*read_ip_address(in)), in);
  for (const auto* out : {"10.19.255.255", "10.22.0.0", "::ffff:10.20.0.1"})
    BOOST_TEST(!n->holds(*read_ip_address(out)), out);
  BOOST_TEST(read_ip_network("127.0.0.1")->holds(*read_ip_address("127.0.0.1")));
  BOOST_TEST(!read_ip_network("127.0.0.1")->holds(*read_ip_address("127.0.0.2")));
  BOOST_TEST(read_ip_network("0.0.0.0/0")->holds(*read_ip_address("8.8.8.8")));
  BOOST_TEST(read_ip_network("fd00::/8")->holds(*read_ip_address("fdff::1")));
  for (const auto* bad : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "x/8",
                          "fd00::/129", "/8", "10.0.0.0/8/8"})
    BOOST_TEST(!read_ip_network(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(every_special_block_has_its_borders) {
  using enum address_kind;
  const std::vector<std::pair<std::string, address_kind>> all{
      {"0.0.0.0", unspecified},
      {"0.255.255.255", unspecified},
      {"1.0.0.0", global},
      {"9.255.255.255", global},
      {"10.0.0.0", private_use},
      {"10.255.255.255", private_use},
      {"11.0.0.0", global},
      {"100.63.255.255", global},
      {"100.64.0.0", shared},
      {"100.100.100.200", shared},
      {"100.127.255.255", shared},
      {"100.128.0.0", global},
      {"126.255.255.255", global},
      {"127.0.0.0", loopback},
      {"127.255.255.255", loopback},
      {"128.0.0.0", global},
      {"168.63.129.15", global},
      {"168.63.129.16", cloud_host},
      {"169.253.255.255", global},
      {"169.254.0.0", link_local},
      {"169.254.169.254", link_local},
      {"169.255.0.0", global},
      {"172.15.255.255", global},
      {"172.16.0.0", private_use},
      {"172.31.255.255", private_use},
      {"172.32.0.0", global},
      {"192.0.0.192", reserved},
      {"192.0.2.1", reserved},
      {"192.88.99.1", reserved},
      {"192.167.255.255", global},
      {"192.168.0.0", private_use},
      {"192.169.0.0", global},
      {"198.17.255.255", global},
      {"198.18.0.0", reserved},
      {"198.19.255.255", reserved},
      {"198.20.0.0", global},
      {"198.51.100.7", reserved},
      {"203.0.113.7", reserved},
      {"223.255.255.255", global},
      {"224.0.0.0", multicast},
      {"239.255.255.255", multicast},
      {"240.0.0.0", reserved},
      {"255.255.255.255", reserved},
      {"8.8.8.8", global},
      {"::", unspecified},
      {"::1", loopback},
      {"::2", reserved},
      {"::127.0.0.1", reserved},
      {"2606:4700::1111", global},
      {"2a00:1450:4001::1", global},
      {"2001:db8::1", reserved},
      {"2001::1", reserved},
      {"2001:4860:4860::8888", global},
      {"3fff::1", reserved},
      {"fc00::1", private_use},
      {"fd00:ec2::254", private_use},
      {"fe80::1", link_local},
      {"febf::1", link_local},
      {"fec0::1", private_use},
      {"ff02::1", multicast},
      {"4000::1", reserved},
      {"100::1", reserved},
      {"64:ff9b:1::1", reserved},
  };
  for (const auto& [text, kind] : all) BOOST_TEST((kind_of(text) == kind), text);
}

BOOST_AUTO_TEST_CASE(what_carries_an_address_is_what_that_one_is) {
  using enum address_kind;
  const std::vector<std::pair<std::string, address_kind>> all{
      {"::ffff:127.0.0.1", loopback},
      {"::ffff:169.254.169.254", link_local},
      {"::ffff:10.0.0.1", private_use},
      {"::ffff:8.8.8.8", global},
      {"64:ff9b::127.0.0.1", loopback},
      {"64:ff9b::169.254.169.254", link_local},
      {"64:ff9b::8.8.8.8", global},
      {"2002:7f00:1::", loopback},
      {"2002:a9fe:a9fe::1", link_local},
      {"2002:0808:0808::1", global},
      {"2002:c0a8:0101::1", private_use},
      {"2a00:1450::5efe:127.0.0.1", loopback},
      {"2a00:1450::200:5efe:8.8.8.8", global},
      {"::ffff:0.0.0.0", unspecified},
  };
  for (const auto& [text, kind] : all) BOOST_TEST((kind_of(text) == kind), text);
  BOOST_TEST(block_of(*read_ip_address("::ffff:127.0.0.1")).network == "127.0.0.0/8");
}

BOOST_AUTO_TEST_SUITE_END()
