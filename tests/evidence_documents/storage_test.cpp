#include "support.hpp"

using namespace documents_test;

namespace {

const std::string attach_events =
    "LAST SEEN   TYPE      REASON               OBJECT           MESSAGE\n"
    "5m          Warning   FailedAttachVolume   pod/render-b-9   Multi-Attach error for volume \"pvc-77ee\" "
    "Volume is already "
    "used by pod(s) render-a-1\n";

std::string claim(const std::string& mode) {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: scratch\n  namespace: gfx\nspec:\n "
         " accessModes:\n  - " +
         mode + "\n  volumeName: pvc-77ee\nstatus:\n  phase: Bound\n";
}

std::string daemon_sets(const std::string& driver, const std::string& other) {
  return "NAMESPACE   NAME            DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   "
         "AGE\n"
         "store       ceph-csi-node   " +
         driver + "         " + driver + "         " + driver + "       " + driver + "            " + driver +
         "           <none>          1d\nkube-system node-exporter   " + other + "         " + other +
         "         " + other + "       " + other + "            " + other + "           <none>          9d\n";
}

const std::string driver_events =
    "LAST SEEN   TYPE      REASON        OBJECT      MESSAGE\n"
    "9s          Warning   FailedMount   pod/db-2    MountVolume.MountDevice failed for volume \"pv-9\" : "
    "kubernetes.io/csi: attacher.MountDevice "
    "failed to create newCsiDriverClient: driver name rbd.csi.ceph.com not found in the list of registered "
    "CSI drivers\n";

std::vector<fact> together(const std::vector<std::string>& files) {
  cluster_model m;
  for (std::size_t i = 0; i < files.size(); ++i)
    m.add(static_cast<std::uint32_t>(i + 1), recognise_document(files[i], "x"), "x", files[i]);
  auto facts = m.facts();
  for (const auto& f : facts) check_grounded(f, files[f.evidence - 1]);
  return facts;
}

/// A pod whose last run lasted `lived` seconds from 04:00:00 on.
std::string slow_pod(const std::string& ended, const std::string& more = {}) {
  return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: index-0\nspec:\n  containers:\n  - name: index\n    "
         "image: acme/index:2\n" +
         more +
         "    livenessProbe:\n      tcpSocket: {port: 9200}\n      initialDelaySeconds: 30\n      "
         "periodSeconds: 5\n      failureThreshold: 6\n"
         "status:\n  phase: Running\n  containerStatuses:\n  - name: index\n    ready: false\n    "
         "restartCount: 9\n    lastState:\n      terminated:\n"
         "        exitCode: 143\n        reason: Error\n        startedAt: \"2026-05-02T04:00:00Z\"\n        "
         "finishedAt: \"" +
         ended + "\"\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_and_probes)

BOOST_AUTO_TEST_CASE(a_volume_that_is_attached_elsewhere_is_in_use) {
  const auto d = read(attach_events);
  const auto& f = need(d.facts, "volume_in_use");
  BOOST_TEST(f.get("volume") == "pvc-77ee");
  BOOST_TEST(f.get("user") == "render-a-1");
}

BOOST_AUTO_TEST_CASE(the_claim_says_why_a_second_node_cannot_have_the_volume) {
  BOOST_TEST(need(together({attach_events, claim("ReadWriteOnce")}), "claim_of_one_node").get("mode") ==
             "ReadWriteOnce");
  BOOST_TEST((find(together({attach_events, claim("ReadWriteMany")}), "claim_of_one_node") == nullptr));
  BOOST_TEST((find(together({claim("ReadWriteOnce")}), "claim_of_one_node") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_driver_that_runs_on_too_few_nodes_is_found_by_its_daemon_set) {
  BOOST_TEST(need(read(driver_events).facts, "driver_missing").get("driver") == "rbd.csi.ceph.com");
  const auto facts = together({driver_events, daemon_sets("4", "6")});
  const auto& f = need(facts, "driver_not_everywhere");
  BOOST_TEST(f.get("daemonset") == "ceph-csi-node");
  BOOST_TEST(f.get("other_desired") == "6");
  BOOST_TEST((find(together({driver_events, daemon_sets("6", "6")}), "driver_not_everywhere") == nullptr));
  BOOST_TEST((find(together({daemon_sets("4", "6")}), "driver_not_everywhere") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_run_as_long_as_the_liveness_probe_waits_was_ended_by_it) {
  const auto facts = model({slow_pod("2026-05-02T04:01:02Z")});
  const auto& f = need(facts, "liveness_kills");
  BOOST_TEST(f.get("delay") == "30");
  BOOST_TEST(f.get("restarts") == "9");
  BOOST_TEST((find(model({slow_pod("2026-05-02T04:00:07Z")}), "liveness_kills") == nullptr));
  BOOST_TEST((find(model({slow_pod("2026-05-02T05:00:00Z")}), "liveness_kills") == nullptr));
  BOOST_TEST(
      (find(model({slow_pod("2026-05-02T04:01:02Z", "    startupProbe:\n      tcpSocket: {port: 9200}\n")}),
            "liveness_kills") == nullptr));
}

BOOST_AUTO_TEST_CASE(the_lines_below_an_event_tell_why_it_failed) {
  const std::string text =
      "Name:         ledger-1\nNamespace:    bank\nNode:         n7/10.0.0.7\nStatus:       "
      "Pending\nEvents:\n"
      "  Type     Reason       Age              From     Message\n  ----     ------       ----             "
      "----     -------\n"
      "  Warning  FailedMount  9s (x3 over 1m)  kubelet  MountVolume.SetUp failed for volume \"books\" : "
      "mount failed: exit status 32\n"
      "Mounting command: mount\nMounting arguments: -t cifs //nas7/books /mnt\nOutput: mount error(13): "
      "Permission denied\n"
      "Refer to the mount.cifs(8) manual page\n";
  const auto d = read(text);
  const auto& f = need(d.facts, "mount_failed");
  BOOST_TEST(f.get("reason") == "mount error(13): Permission denied");
  BOOST_TEST(f.quote_line == 11u);
  BOOST_TEST((std::find(f.names.begin(), f.names.end(), "n7") != f.names.end()));
}

BOOST_AUTO_TEST_CASE(requests_of_a_browser_are_judged_by_their_status_and_time) {
  const auto entry = [](const std::string& url, const std::string& time, const std::string& status,
                        const std::string& wait) {
    return "{\"startedDateTime\":\"2026-03-04T07:00:00.000Z\",\"time\":" + time +
           ",\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"},\n\"response\":{\"status\":" + status +
           "},\"timings\":{\"send\":1,\"wait\":" + wait + "}}";
  };
  const auto d =
      read("{\"log\":{\"version\":\"1.2\",\"entries\":[\n" + entry("https://a.test/", "20.5", "200", "18") +
               ",\n" + entry("https://a.test/report", "7300.1", "200", "7290.5") + ",\n" +
               entry("https://a.test/pay", "90", "503", "80") + "\n]}}\n",
           "x.har");
  BOOST_TEST(need(d.facts, "request_slow").get("phase") == "wait");
  BOOST_TEST(need(d.facts, "request_failed").get("status") == "503");
  BOOST_TEST(d.facts.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
