#include <fm/outbound/place.hpp>

#include <boost/test/unit_test.hpp>

using fm::outbound::place;
using fm::outbound::place_of;

BOOST_AUTO_TEST_SUITE(places)

BOOST_AUTO_TEST_CASE(an_address_is_what_it_leads_to_however_it_is_written) {
  for (const auto* url :
       {"http://127.0.0.1:11434", "http://0x7f000001", "http://10.1.2.3/v1", "http://192.168.1.7",
        "http://[::1]:80", "http://[fd00::7]", "https://localhost", "http://llm.localhost:8080"})
    BOOST_TEST((place_of(url) == place::own), url);
  // What begins with a zero is octal to whoever connects: 010.20.0.5 is 8.20.0.5.
  for (const auto* url :
       {"http://010.20.0.5/v1", "http://010.020.030.040", "http://0127.0.0.1", "http://8.8.8.8",
        "https://api.example", "http://localhost.example", "http://100.64.0.9"})
    BOOST_TEST((place_of(url) == place::elsewhere), url);
  for (const auto* url :
       {"http://169.254.169.254", "http://0xa9fea9fe", "http://2852039166", "http://[fe80::1]",
        "http://[::ffff:169.254.169.254]", "http://[64:ff9b::a9fe:a9fe]", "http://100.100.100.200",
        "http://192.0.0.192", "http://168.63.129.16", "http://[fd00:ec2::254]", "http://0.0.0.0",
        "http://255.255.255.255", "http://224.0.0.1", "http://metadata.google.internal/x"})
    BOOST_TEST((place_of(url) == place::forbidden), url);
  for (const auto* url : {"", "http://", "no url", "http:///v1"})
    BOOST_TEST((place_of(url) == place::unreadable), url);
}

BOOST_AUTO_TEST_SUITE_END()
