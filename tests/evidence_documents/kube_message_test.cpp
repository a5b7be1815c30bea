#include "documents/kube_message.hpp"

#include "support.hpp"

using namespace documents_test;

namespace {

std::string slot_of(const message_reading& m, std::string_view name) {
  for (const auto& [n, v] : m.slots)
    if (n == name) return std::string(v);
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kube_messages)

BOOST_AUTO_TEST_CASE(the_cause_of_a_failed_pull_is_the_deepest_piece_that_says_why) {
  const auto denied = read_kube_message(
      "Failed",
      "Failed to pull image \"acme/shop:9\": failed to resolve reference \"docker.io/acme/shop:9\": pull "
      "access denied, "
      "repository does not exist or may require authorization: server message: insufficient_scope",
      true);
  BOOST_TEST(denied.rule == "image_pull");
  BOOST_TEST((denied.role == role::cause));
  BOOST_TEST(slot_of(denied, "image") == "acme/shop:9");
  BOOST_TEST(slot_of(denied, "reason") ==
             "pull access denied, repository does not exist or may require authorization");
  BOOST_TEST(deepest_cause("a: b: dial tcp 10.0.0.1:443: i/o timeout") ==
             "dial tcp 10.0.0.1:443: i/o timeout");
  BOOST_TEST(deepest_cause("Get \"https://r/v2/\": x509: certificate signed by unknown authority") ==
             "x509: certificate signed by unknown authority");
  BOOST_TEST(deepest_cause("OCI: exec: \"jqq\": executable file not found in $PATH: unknown") ==
             "exec: \"jqq\": executable file not found in $PATH");
}

BOOST_AUTO_TEST_CASE(missing_objects_and_keys_are_named) {
  const auto config = read_kube_message("Failed", "Error: configmap \"shop-config\" not found", true);
  BOOST_TEST(config.rule == "object_missing");
  BOOST_TEST(slot_of(config, "kind") == "configmap");
  BOOST_TEST(slot_of(config, "object") == "shop-config");
  const auto mount = read_kube_message(
      "FailedMount", "MountVolume.SetUp failed for volume \"certs\" : secret \"tls\" not found", true);
  BOOST_TEST(slot_of(mount, "object") == "tls");
  BOOST_TEST(slot_of(mount, "volume") == "certs");
  const auto key =
      read_kube_message("Failed", "Error: couldn't find key mode in ConfigMap shop/settings", true);
  BOOST_TEST(slot_of(key, "key") == "mode");
  BOOST_TEST(slot_of(key, "object") == "settings");
  const auto account =
      read_kube_message("FailedCreate",
                        "Error creating: pods \"job-\" is forbidden: error looking up service account "
                        "shop/runner: serviceaccount \"runner\" not found",
                        true);
  BOOST_TEST(account.rule == "object_missing");
  BOOST_TEST(slot_of(account, "object") == "runner");
}

BOOST_AUTO_TEST_CASE(scheduling_says_how_many_nodes_and_why) {
  const auto m =
      read_kube_message("FailedScheduling",
                        "0/5 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}, 3 "
                        "Insufficient memory. preemption: 0/5 nodes are available: 5 No preemption victims.",
                        true);
  BOOST_TEST(m.rule == "unschedulable");
  BOOST_TEST(slot_of(m, "nodes") == "0/5");
  BOOST_TEST(slot_of(m, "reason") ==
             "2 node(s) had untolerated taint {dedicated: gpu}, 3 Insufficient memory");
  BOOST_TEST(slot_of(m, "resource") == "memory");
  BOOST_TEST(slot_of(m, "taint") == "dedicated: gpu");
}

BOOST_AUTO_TEST_CASE(quotas_rights_and_admission_are_read) {
  const auto quota =
      read_kube_message("FailedCreate",
                        "Error creating: pods \"a-1\" is forbidden: exceeded quota: compute, requested: "
                        "requests.cpu=2,requests.memory=1Gi, used: requests.cpu=1,requests.memory=1Gi, "
                        "limited: requests.cpu=2,requests.memory=4Gi",
                        true);
  BOOST_TEST(quota.rule == "quota_exceeded");
  BOOST_TEST(slot_of(quota, "quota") == "compute");
  BOOST_TEST(slot_of(quota, "resource") == "requests.cpu");
  BOOST_TEST(slot_of(quota, "requested") == "2");
  BOOST_TEST(slot_of(quota, "used") == "1");
  BOOST_TEST(slot_of(quota, "limited") == "2");
  const auto rights = read_kube_message("Forbidden",
                                        "pods is forbidden: User \"system:serviceaccount:shop:bot\" cannot "
                                        "list resource \"pods\" in API group \"\" in the namespace \"shop\"",
                                        true);
  BOOST_TEST(rights.rule == "rbac_forbidden");
  BOOST_TEST(slot_of(rights, "user") == "system:serviceaccount:shop:bot");
  BOOST_TEST(slot_of(rights, "verb") == "list");
  BOOST_TEST(slot_of(rights, "resource") == "pods");
  BOOST_TEST(slot_of(rights, "namespace") == "shop");
  const auto hook = read_kube_message(
      "FailedCreate", "Error creating: admission webhook \"policy.acme\" denied the request: no latest tags",
      true);
  BOOST_TEST(hook.rule == "admission_denied");
  BOOST_TEST(slot_of(hook, "reason") == "no latest tags");
}

BOOST_AUTO_TEST_CASE(probes_nodes_and_controllers_are_read) {
  const auto probe =
      read_kube_message("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", true);
  BOOST_TEST(probe.rule == "probe_failed");
  BOOST_TEST(slot_of(probe, "probe") == "Readiness");
  BOOST_TEST(slot_of(probe, "detail") == "HTTP probe failed with statuscode: 503");
  BOOST_TEST(read_kube_message("Evicted", "The node was low on resource: memory. Threshold", true).rule ==
             "evicted");
  BOOST_TEST(
      read_kube_message("NodeHasDiskPressure", "Node n status is now: NodeHasDiskPressure", false).rule ==
      "node_pressure");
  BOOST_TEST(
      read_kube_message("NodeHasNoDiskPressure", "Node n status is now: NodeHasNoDiskPressure", false).rule ==
      "");
  BOOST_TEST(read_kube_message(
                 "FailedGetResourceMetric",
                 "failed to get cpu utilization: missing request for cpu in container web of Pod web-1", true)
                 .rule == "hpa_failed");
  BOOST_TEST(
      read_kube_message("BackoffLimitExceeded", "Job has reached the specified backoff limit", true).rule ==
      "job_failed");
  BOOST_TEST(
      read_kube_message("ProvisioningFailed", "storageclass.storage.k8s.io \"quick\" not found", true).rule ==
      "object_missing");
}

BOOST_AUTO_TEST_CASE(normal_life_says_nothing_and_unknown_warnings_are_kept) {
  BOOST_TEST(read_kube_message("Pulled", "Successfully pulled image \"a\" in 2s", false).rule == "");
  BOOST_TEST(read_kube_message("Scheduled", "Successfully assigned shop/a to n", false).rule == "");
  BOOST_TEST(read_kube_message("Started", "Started container a", false).rule == "");
  const auto odd = read_kube_message("OddThing", "something odd happened", true);
  BOOST_TEST(odd.rule == "warning_event");
  BOOST_TEST(odd.free_text);
}

BOOST_AUTO_TEST_SUITE_END()
