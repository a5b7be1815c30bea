#include "support.hpp"

using namespace documents_test;

namespace {

/// A pod of two containers; the second one is killed for its memory.
const std::string oom_pod = R"(Name:             basket-6d5f8c7b9d-x2x4q
Namespace:        shop
Service Account:  default
Node:             worker-3/10.1.0.7
Start Time:       Mon, 03 Mar 2025 09:00:00 +0000
Labels:           app=basket
                  pod-template-hash=6d5f8c7b9d
Status:           Running
Controlled By:    ReplicaSet/basket-6d5f8c7b9d
Containers:
  proxy:
    Image:          envoy:1.30
    State:          Running
      Started:      Mon, 03 Mar 2025 09:00:05 +0000
    Ready:          True
    Restart Count:  0
  engine:
    Image:          registry.acme.io/basket:7
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Mon, 03 Mar 2025 09:10:00 +0000
      Finished:     Mon, 03 Mar 2025 09:10:09 +0000
    Ready:          False
    Restart Count:  7
    Limits:
      memory:  256Mi
Conditions:
  Type              Status
  Initialized       True
  Ready             False
  PodScheduled      True
Events:
  Type     Reason     Age                 From               Message
  ----     ------     ----                ----               -------
  Normal   Scheduled  12m                 default-scheduler  Successfully assigned shop/basket-6d5f8c7b9d-x2x4q to worker-3
  Warning  BackOff    30s (x42 over 11m)  kubelet            Back-off restarting failed container engine in pod basket-6d5f8c7b9d-x2x4q_shop(aa)
)";

const std::string ready_pod = R"(Name:             web-5f7c9d8b6-kk2pz
Namespace:        shop
Node:             worker-1/10.1.0.5
Labels:           app=web
Status:           Running
Controlled By:    ReplicaSet/web-5f7c9d8b6
Containers:
  web:
    Image:          nginx:1.25
    State:          Running
      Started:      Mon, 03 Mar 2025 09:00:05 +0000
    Ready:          True
    Restart Count:  0
Conditions:
  Type              Status
  Ready             True
  PodScheduled      True
Events:
  Type     Reason            Age   From               Message
  ----     ------            ----  ----               -------
  Warning  FailedScheduling  6m    default-scheduler  0/3 nodes are available: 3 Insufficient cpu.
  Normal   Scheduled         5m    default-scheduler  Successfully assigned shop/web-5f7c9d8b6-kk2pz to worker-1
  Warning  Unhealthy         5m    kubelet            Readiness probe failed: Get "http://10.0.0.9:80/": dial tcp 10.0.0.9:80: connect: connection refused
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(describe)

BOOST_AUTO_TEST_CASE(a_pod_killed_for_memory_shows_the_kill_as_cause_and_the_loop_as_symptom) {
  const auto facts = read(oom_pod).facts;
  const auto& killed = need(facts, "oom_killed");
  BOOST_TEST((killed.role == role::cause));
  BOOST_TEST(killed.weight > 0.9);
  BOOST_TEST(killed.get("container") == "engine");
  BOOST_TEST(killed.get("exit_code") == "137");
  BOOST_TEST(killed.get("limit") == "256Mi");
  BOOST_TEST(killed.first == 1740993009000000);
  for (std::string_view name :
       {"basket-6d5f8c7b9d-x2x4q", "basket-6d5f8c7b9d", "basket", "shop", "worker-3", "engine"})
    BOOST_TEST((std::find(killed.names.begin(), killed.names.end(), name) != killed.names.end()), name);
  const auto& loop = need(facts, "crash_loop");
  BOOST_TEST((loop.role == role::symptom));
  BOOST_TEST(loop.get("count") == "7");
  BOOST_TEST(loop.count >= 42u);
  BOOST_TEST((find(facts, "pod_ready") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_ready_pod_is_healthy_and_its_start_up_noise_is_light) {
  const auto facts = read(ready_pod).facts;
  BOOST_TEST((need(facts, "pod_ready").role == role::healthy));
  BOOST_TEST(trouble(facts) <= 0.2);
  BOOST_TEST(need(facts, "unschedulable").get("recovered") == "Scheduled");
  BOOST_TEST(need(facts, "probe_failed").get("recovered") == "True");
}

BOOST_AUTO_TEST_CASE(other_names_and_ages_give_the_same_facts) {
  auto changed = replaced(replaced(oom_pod, "basket", "ledger"), "30s (x42 over 11m)", "3h (x9 over 2d) ");
  changed = replaced(replaced(changed, "engine", "core"), "worker-3", "ip-10-2-3-4");
  const auto a = read(oom_pod).facts;
  const auto b = read(changed).facts;
  BOOST_TEST_REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    BOOST_TEST(a[i].rule == b[i].rule);
    BOOST_TEST(a[i].weight == b[i].weight);
    BOOST_TEST(a[i].lines.size() == b[i].lines.size());
  }
}

BOOST_AUTO_TEST_CASE(without_its_decisive_lines_the_cause_is_not_claimed) {
  auto text = replaced(oom_pod, "OOMKilled", "Completed");
  text = replaced(text, "Exit Code:    137", "Exit Code:    0");
  const auto facts = read(text).facts;
  BOOST_TEST((find(facts, "oom_killed") == nullptr));
  need(facts, "crash_loop");
}

/// A pod whose readiness probe asks port 9000 and the path /ready, and is answered as given.
std::string probed_pod(std::string_view answer) {
  return R"(Name:             quotes-5f7c9d8b6-kk2pz
Namespace:        shop
Node:             worker-1/10.1.0.5
Status:           Running
Containers:
  quotes:
    Image:          acme/quotes:1
    Port:           8080/TCP
    State:          Running
      Started:      Mon, 03 Mar 2025 09:00:05 +0000
    Ready:          False
    Restart Count:  0
    Readiness:      http-get http://:9000/ready delay=5s timeout=1s period=10s #success=1 #failure=3
Conditions:
  Type              Status
  Ready             False
  PodScheduled      True
Events:
  Type     Reason     Age                From     Message
  ----     ------     ----               ----     -------
  Warning  Unhealthy  5s (x40 over 7m)   kubelet  Readiness probe failed: )" +
         std::string(answer) + "\n";
}

BOOST_AUTO_TEST_CASE(a_refused_probe_of_a_port_that_the_container_does_not_name_is_a_cause) {
  const auto refused =
      probed_pod(R"(Get "http://10.0.0.9:9000/ready": dial tcp 10.0.0.9:9000: connect: connection refused)");
  const auto facts = read(refused).facts;
  const auto& wrong = need(facts, "probe_misconfigured");
  BOOST_TEST((wrong.role == role::cause));
  BOOST_TEST(wrong.get("port") == "9000");
  BOOST_TEST(wrong.get("container_port") == "8080");
  BOOST_TEST((find(read(replaced(refused, "8080/TCP", "8080/TCP, 9000/TCP")).facts, "probe_misconfigured") ==
              nullptr));
}

BOOST_AUTO_TEST_CASE(a_probe_answered_with_404_names_its_path_and_one_answered_with_503_no_cause) {
  const auto facts = read(probed_pod("HTTP probe failed with statuscode: 404")).facts;
  BOOST_TEST(need(facts, "probe_misconfigured").get("path") == "/ready");
  const auto busy = read(probed_pod("HTTP probe failed with statuscode: 503")).facts;
  BOOST_TEST((find(busy, "probe_misconfigured") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_pod_that_no_node_takes_tells_what_it_demands) {
  const std::string pod = R"(Name:             fit-0
Namespace:        ml
Status:           Pending
Containers:
  fit:
    Image:          acme/fit:1
    Requests:
      cpu:     2
      memory:  90Gi
Conditions:
  Type              Status
  PodScheduled      False
Node-Selectors:     disk=nvme
Events:
  Type     Reason            Age  From               Message
  ----     ------            ---- ----               -------
  Warning  FailedScheduling  6m   default-scheduler  0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 Insufficient memory.
)";
  const auto facts = read(pod).facts;
  BOOST_TEST(need(facts, "unschedulable").get("selector") == "disk=nvme");
  BOOST_TEST(need(facts, "unschedulable").get("requested") == "90Gi");
  const auto other =
      read(replaced(pod, "didn't match Pod's node affinity/selector", "had untolerated taint {a: b}")).facts;
  BOOST_TEST(need(other, "unschedulable").get("selector") == "");
}

BOOST_AUTO_TEST_CASE(an_init_container_that_cannot_start_names_its_command) {
  const auto d = read(R"(Name:             seeder
Namespace:        ops
Status:           Pending
Init Containers:
  fetch:
    Image:         alpine
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       StartError
      Message:      failed to create containerd task: runc create failed: exec: "crul": executable file not found in $PATH: unknown
      Exit Code:    128
    Ready:          False
    Restart Count:  2
Containers:
  main:
    Image:          nginx
    State:          Waiting
      Reason:       PodInitializing
    Ready:          False
    Restart Count:  0
Conditions:
  Type           Status
  Ready          False
Events:          <none>
)");
  const auto& start = need(d.facts, "container_start_error", "command", "crul");
  BOOST_TEST((start.role == role::cause));
  BOOST_TEST(start.get("container") == "fetch");
  BOOST_TEST(start.get("reason") == "exec: \"crul\": executable file not found in $PATH");
  BOOST_TEST(need(d.facts, "init_container_failed").get("container") == "fetch");
  BOOST_TEST(need(d.facts, "container_waiting", "reason", "PodInitializing").weight <= 0.2);
  BOOST_TEST_REQUIRE(!d.embedded.empty());
  BOOST_TEST((d.embedded[0].text.find("executable file not found") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(workloads_show_missing_replicas_or_health) {
  const auto deployment = [](std::string_view numbers) {
    return "Name:                   pay\nNamespace:              shop\nSelector:               "
           "app=pay\nReplicas:               " +
           std::string(numbers) +
           "\nStrategyType:           RollingUpdate\nPod Template:\n  Labels:  app=pay\n  Containers:\n   "
           "pay:\n    Image:  "
           "pay:1\nConditions:\n  Type           Status  Reason\n  ----           ------  ------\n  "
           "Available      True    "
           "MinimumReplicasAvailable\n";
  };
  const auto bad = read(deployment("3 desired | 3 updated | 3 total | 1 available | 2 unavailable")).facts;
  BOOST_TEST(need(bad, "replicas_unavailable").get("ready") == "1");
  BOOST_TEST(need(bad, "replicas_unavailable").get("desired") == "3");
  const auto good = read(deployment("3 desired | 3 updated | 3 total | 3 available | 0 unavailable")).facts;
  BOOST_TEST((need(good, "deployment_available").role == role::healthy));
  BOOST_TEST(trouble(good) == 0.0);
}

BOOST_AUTO_TEST_CASE(nodes_claims_services_autoscalers_and_quotas_are_read) {
  const auto node = read(R"(Name:               worker-9
Roles:              <none>
Labels:             kubernetes.io/os=linux
Taints:             node.kubernetes.io/disk-pressure:NoSchedule
Unschedulable:      false
Conditions:
  Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                       Message
  ----             ------  -----------------                 ------------------                ------                       -------
  MemoryPressure   False   Mon, 03 Mar 2025 10:00:00 +0000   Mon, 03 Mar 2025 09:00:00 +0000   KubeletHasSufficientMemory   kubelet has sufficient memory available
  DiskPressure     True    Mon, 03 Mar 2025 10:00:00 +0000   Mon, 03 Mar 2025 09:50:00 +0000   KubeletHasDiskPressure       kubelet has disk pressure
  Ready            True    Mon, 03 Mar 2025 10:00:00 +0000   Mon, 03 Mar 2025 09:00:00 +0000   KubeletReady                 kubelet is posting ready status
Capacity:
  cpu:     4
)")
                        .facts;
  BOOST_TEST(need(node, "node_pressure").get("condition") == "DiskPressure");
  need(node, "node_ready");
  const auto claim =
      read(
          "Name:          data\nNamespace:     shop\nStorageClass:  quick\nStatus:        Pending\nAccess "
          "Modes:  \nUsed By:       db-0\nEvents:\n  Type     Reason              Age   From                 "
          "        Message\n  ----     ------              ----  ----                         -------\n  "
          "Warning  ProvisioningFailed  2s (x5 over 60s)  persistentvolume-controller  "
          "storageclass.storage.k8s.io \"quick\" not found\n")
          .facts;
  BOOST_TEST(need(claim, "object_missing").get("object") == "quick");
  BOOST_TEST(need(claim, "pvc_pending").get("storage_class") == "quick");
  const auto service =
      read(
          "Name:              api\nNamespace:         shop\nSelector:          app=apl\nType:              "
          "ClusterIP\nIP:                10.0.0.1\nPort:              http  80/TCP\nTargetPort:        "
          "8080/TCP\nEndpoints:         <none>\nSession Affinity:  None\n")
          .facts;
  BOOST_TEST(need(service, "service_without_endpoints").get("selector") == "app=apl");
  const auto scaler =
      read(
          "Name:                                                  web\nNamespace:                            "
          "                 shop\nReference:                                             "
          "Deployment/web\nMetrics:                                               ( current / target )\n  "
          "resource cpu on pods  (as a percentage of request):  <unknown> / 50%\nMin replicas:               "
          "                           1\nMax replicas:                                          "
          "5\nConditions:\n  Type           Status  Reason                   Message\n  ----           "
          "------  ------                   -------\n  AbleToScale    True    SucceededGetScale        the "
          "HPA controller was able to get the target's current scale\n  ScalingActive  False   "
          "FailedGetResourceMetric  the HPA was unable to compute the replica count: failed to get cpu "
          "utilization: missing request for cpu in container web of Pod web-1\n")
          .facts;
  const auto& failed = need(scaler, "hpa_failed", "resource", "cpu");
  BOOST_TEST(failed.get("target") == "Deployment/web");
  const auto quota = read(
                         "Name:            compute\nNamespace:       shop\nLabels:          "
                         "<none>\nAnnotations:     <none>\nResource         Used  Hard\n--------         "
                         "----  ----\nrequests.cpu     2     2\nrequests.memory  1Gi   4Gi\n")
                         .facts;
  BOOST_TEST(need(quota, "quota_full").get("resource") == "requests.cpu");
  BOOST_TEST(quota.size() == 1u);
}

BOOST_AUTO_TEST_CASE(jobs_and_policies_are_read) {
  const auto job =
      read(
          "Name:             nightly\nNamespace:        ops\nParallelism:      1\nCompletions:      1\nStart "
          "Time:       Mon, 03 Mar 2025 09:00:00 +0000\nPods Statuses:    0 Active (0 Ready) / 0 Succeeded / "
          "4 Failed\nPod Template:\n  Containers:\n   run:\n    Image:  busybox\nEvents:\n  Type     Reason  "
          "              Age   From            Message\n  ----     ------                ----  ----          "
          "  -------\n  Warning  BackoffLimitExceeded  9m    job-controller  Job has reached the specified "
          "backoff limit\n")
          .facts;
  BOOST_TEST(need(job, "job_failed", "failed", "4").get("job") == "nightly");
  const auto policy = read(
                          "Name:         lock\nNamespace:    shop\nCreated on:   2025-03-03 09:00:00 +0000 "
                          "UTC\nLabels:       <none>\nAnnotations:  <none>\nSpec:\n  PodSelector:     "
                          "app=db\n  Allowing ingress traffic:\n    <none> (Selected pods are isolated for "
                          "ingress connectivity)\n  Not affecting egress traffic\n  Policy Types: Ingress\n")
                          .facts;
  BOOST_TEST(need(policy, "network_policy_blocks").get("selector") == "app=db");
}

BOOST_AUTO_TEST_CASE(several_objects_in_one_text_are_kept_apart) {
  const auto facts = read(ready_pod + "\n\n" + oom_pod).facts;
  BOOST_TEST(need(facts, "oom_killed").subject == "basket-6d5f8c7b9d-x2x4q");
  BOOST_TEST(need(facts, "pod_ready").subject == "web-5f7c9d8b6-kk2pz");
}

BOOST_AUTO_TEST_SUITE_END()
