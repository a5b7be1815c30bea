#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(several_things_in_one_text)

BOOST_AUTO_TEST_CASE(lines_between_outputs_stay_a_log) {
  const auto d = read(
      "2026-03-04T07:00:00Z ERROR cannot connect to 10.0.0.9:5432: connection refused\n$ df -h\n"
      "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        40G   40G     0 100% "
      "/var\n\n2026-03-04T07:00:09Z INFO bye\n");
  BOOST_TEST((d.kind == kind::log));
  BOOST_TEST(d.lines == 6u);
  BOOST_TEST(d.timed_lines == 2u);
  need(d, "connection_refused");
  BOOST_TEST(need(d, "filesystem_full").quote_line == 4u);
}

BOOST_AUTO_TEST_CASE(tables_of_kubectl_between_outputs_stay_tables) {
  const auto d = read(
      "$ kubectl get pods\nNAME     READY   STATUS    RESTARTS   AGE\nweb-0    0/1     Pending   0          "
      "5m\n$ df -h /\n"
      "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        40G   40G     0 100% /\n");
  BOOST_TEST((d.kind == kind::kubectl_table));
  need(d, "filesystem_full");
}

BOOST_AUTO_TEST_CASE(text_that_only_begins_like_an_output_is_left_to_others) {
  for (std::string_view text :
       {"Filesystem check started\n2026-03-04T07:00:00Z INFO ok\n", "Type mismatch\nEvents: none\n",
        "\"quoted\" line\nanother\n", "goroutine pool started\n", "* a list\n* of things\n",
        "x marks the spot\n", "total 3\nNAME of the game\n", "fatal: [not a host\n",
        "+-- tree\n+-- of files\n", "# HELP wanted\n", "Found 3 files\n", "PLAY time\n"}) {
    const auto d = read(std::string(text) + "and more text to read here\n", "x.log");
    BOOST_TEST_CONTEXT(text) {
      for (const auto& f : d.facts)
        BOOST_TEST((f.role != role::cause || f.weight < .5 || f.rule == "last_words"), f.rule);
    }
  }
}

BOOST_AUTO_TEST_CASE(outputs_that_are_cut_or_torn_cost_nothing) {
  const std::string whole =
      "Events:\n  Type     Reason  Age  From     Message\n  ----     ------  ---  ----     -------\n  "
      "Warning  BackOff  1m  kubelet  Back-off restarting\n"
      "+----+----+\n| A  | ERRORS |\n+----+----+\n| x  | bad |\n+----+\n╷\n│ Error: x\n│   on a.tf line "
      "1\n╵\ngoroutine 1 [select]:\nmain.main()\n\t/a.go:1\n"
      "\"t\" #1 prio=5 tid=0x1 nid=0x2\n\tat a.b(C.java:1)\n\t- waiting to lock <0x1> (a "
      "X)\n==================\nWARNING: DATA RACE\nWrite at 0x1 by goroutine 1:\n"
      "  a()\n      /b.go:1 +0x1\nfatal: [h]: FAILED! => {\"msg\": \"x\"\n# TYPE up "
      "gauge\nup{instance=\"a\"} 0\nTopic: a\tPartition: 0\tLeader: none\tReplicas: 1\tIsr: \n";
  for (std::size_t n = 0; n < whole.size(); n += 3) {
    read(whole.substr(0, n));
    read(whole.substr(n));
  }
}

BOOST_AUTO_TEST_SUITE_END()
