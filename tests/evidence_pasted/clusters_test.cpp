#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(outputs_about_clusters)

BOOST_AUTO_TEST_CASE(a_storage_cluster_says_what_is_wrong_with_it) {
  const auto d = read(
      "  cluster:\n    id:     77aa\n    health: HEALTH_WARN\n            2 osds down\n"
      "            Degraded data redundancy: 7/90 objects degraded\n\n  services:\n    mon: 3 daemons\n");
  const auto& f = need(d, "cluster_unwell");
  BOOST_TEST(f.get("reason") == "2 osds down");
  BOOST_TEST((f.role == role::cause));
  need(read("HEALTH_ERR 1 full osd(s)\n"), "cluster_unwell", "reason", "1 full osd(s)");
  const auto well = read("  cluster:\n    id:     77aa\n    health: HEALTH_OK\n");
  BOOST_TEST(trouble(well) == 0);
  need(well, "cluster_well");
}

BOOST_AUTO_TEST_CASE(a_sealed_store_is_the_cause_and_an_open_one_is_not) {
  const auto status = [](const std::string& sealed) {
    return read(
        "Key             Value\n---             -----\nSeal Type       shamir\nInitialized     true\nSealed  "
        "        " +
        sealed + "\nThreshold       3\nUnseal Progress 1/3\n");
  };
  BOOST_TEST(need(status("true"), "store_sealed").get("progress") == "1/3");
  BOOST_TEST(find(status("false"), "store_sealed") == nullptr);
}

BOOST_AUTO_TEST_CASE(conditions_of_a_node_stand_alone) {
  const auto d = read(
      "Conditions:\n  Type             Status  LastHeartbeatTime   Reason                       Message\n"
      "  ----             ------  -----------------   ------                       -------\n"
      "  MemoryPressure   True    Mon, 30 Nov 2026    KubeletHasInsufficientMemory kubelet has insufficient "
      "memory\n"
      "  DiskPressure     False   Mon, 30 Nov 2026    KubeletHasNoDiskPressure     kubelet has no disk "
      "pressure\n"
      "  Ready            Unknown Mon, 30 Nov 2026    NodeStatusUnknown            Kubelet stopped posting "
      "node status.\n");
  BOOST_TEST(need(d, "node_pressure").get("condition") == "MemoryPressure");
  BOOST_TEST(need(d, "node_not_ready").get("reason") == "NodeStatusUnknown");
  BOOST_TEST(find(d, "node_pressure", "condition", "DiskPressure") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_device_is_busy_when_requests_wait_for_it) {
  const std::string head = "Device            r/s   w/s  r_await  w_await  aqu-sz  %util\n";
  const auto slow = read(head + "sda              1.0   2.0     0.30     0.40    0.00   0.10\n" +
                         "nvme1n1        800.0 900.0    41.00    63.20   51.00  99.90\n");
  const auto& f = need(slow, "device_busy");
  BOOST_TEST(f.get("device") == "nvme1n1");
  BOOST_TEST(f.get("wait") == "63.20");
  const auto fast = read(head + "nvme1n1        800.0 900.0     0.20     0.30    1.00  99.90\n");
  BOOST_TEST(find(fast, "device_busy") == nullptr);
}

BOOST_AUTO_TEST_CASE(the_holder_of_a_state_lock_is_named) {
  const auto d = read(
      "\u2577\n\u2502 Error: Error acquiring the state lock\n\u2502 \n\u2502 Lock Info:\n\u2502   ID:        "
      "1f\n"
      "\u2502   Who:       ci@runner-9\n\u2502   Created:   2026-11-30 01:00:41 +0000 UTC\n\u2575\n");
  BOOST_TEST(need(d, "lock_held").get("holder") == "ci@runner-9");
}

BOOST_AUTO_TEST_SUITE_END()
