#include "support.hpp"

using namespace documents_test;

BOOST_AUTO_TEST_SUITE(manifests)

BOOST_AUTO_TEST_CASE(the_status_of_a_pod_read_back_is_used) {
  const auto d = read(R"(apiVersion: v1
kind: Pod
metadata:
  name: cart-7d9f8b6c5-q2w4z
  namespace: shop
spec:
  containers:
  - name: cart
    image: acme/cart:1
status:
  phase: Running
  conditions:
  - type: Ready
    status: "False"
    message: 'containers with unready status: [cart]'
  containerStatuses:
  - name: cart
    image: acme/cart:1
    ready: false
    restartCount: 4
    state:
      waiting:
        reason: CrashLoopBackOff
        message: back-off 40s restarting failed container=cart
    lastState:
      terminated:
        exitCode: 1
        reason: Error
        finishedAt: "2025-03-03T09:10:09Z"
        message: |
          starting
          FATAL: cannot open ledger.db
)");
  BOOST_TEST(need(d.facts, "crash_loop").get("container") == "cart");
  BOOST_TEST(need(d.facts, "exit_code").get("exit_code") == "1");
  BOOST_TEST(need(d.facts, "exit_code").first == 1740993009000000);
  BOOST_TEST(std::any_of(d.embedded.begin(), d.embedded.end(),
                         [](const embedded_line& e) { return e.text == "FATAL: cannot open ledger.db"; }));
}

BOOST_AUTO_TEST_CASE(a_deployment_read_back_is_healthy_or_lacks_replicas) {
  const auto text = [](std::string_view status) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  "
           "replicas: 2\nstatus:\n" +
           std::string(status);
  };
  BOOST_TEST((need(read(text("  readyReplicas: 2\n  replicas: 2\n")).facts, "deployment_available").role ==
              role::healthy));
  const auto bad = read(text("  unavailableReplicas: 2\n  conditions:\n  - type: ReplicaFailure\n    status: "
                             "\"True\"\n    reason: FailedCreate\n    message: 'pods \"web-1\" is forbidden: "
                             "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'\n"))
                       .facts;
  need(bad, "replicas_unavailable");
  BOOST_TEST(need(bad, "quota_exceeded").get("quota") == "q");
}

BOOST_AUTO_TEST_CASE(json_lists_events_and_broken_documents_are_read) {
  const auto events = read(R"({
  "apiVersion": "v1", "kind": "List",
  "items": [
    {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "e1"},
     "type": "Warning", "reason": "Failed", "count": 9,
     "message": "Error: secret \"db-pass\" not found",
     "involvedObject": {"kind": "Pod", "name": "api-0"}}
  ]
}
)")
                          .facts;
  const auto& missing = need(events, "object_missing");
  BOOST_TEST(missing.subject == "api-0");
  BOOST_TEST(missing.count == 9u);
  const auto broken = read(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: [\n---\napiVersion: v1\nkind: "
      "PersistentVolumeClaim\nmetadata: {name: data}\nstatus:\n  phase: Pending\n");
  need(broken.facts, "pvc_pending");
  BOOST_TEST(!broken.notes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
