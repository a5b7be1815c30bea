#include "support.hpp"

using namespace documents_test;

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(pods_are_read_with_and_without_header_alike) {
  const std::string header =
      "NAMESPACE   NAME                     READY   STATUS             RESTARTS      AGE   IP           "
      "NODE\n";
  const std::string rows =
      "shop        cart-7d9f8b6c5-q2w4z     0/1     CrashLoopBackOff   12 (2m ago)   40m   10.0.0.4     "
      "node-a\n"
      "shop        web-5f7c9d8b6-kk2pz      2/2     Running            0             40m   10.0.0.5     "
      "node-a\n";
  for (const auto& text : {header + rows, rows}) {
    const auto facts = read(text).facts;
    const auto& loop = need(facts, "crash_loop");
    BOOST_TEST(loop.subject == "cart-7d9f8b6c5-q2w4z");
    BOOST_TEST(loop.get("count") == "12");
    BOOST_TEST((std::find(loop.names.begin(), loop.names.end(), "cart") != loop.names.end()));
    BOOST_TEST((std::find(loop.names.begin(), loop.names.end(), "shop") != loop.names.end()));
    BOOST_TEST(need(facts, "pod_ready").subject == "web-5f7c9d8b6-kk2pz");
  }
}

BOOST_AUTO_TEST_CASE(each_status_has_its_rule) {
  const auto row = [](std::string_view ready, std::string_view status, std::string_view age) {
    return read("NAME    READY   STATUS                       RESTARTS   AGE\napp-1   " + std::string(ready) +
                "     " + std::string(status) + std::string(29 - status.size(), ' ') + "0          " +
                std::string(age) + "\n")
        .facts;
  };
  BOOST_TEST(need(row("0/1", "ImagePullBackOff", "9m"), "image_pull").get("reason") == "ImagePullBackOff");
  need(row("0/1", "Init:CrashLoopBackOff", "9m"), "init_container_failed");
  need(row("0/1", "CreateContainerConfigError", "9m"), "container_config_error");
  need(row("0/1", "OOMKilled", "9m"), "oom_killed");
  need(row("0/1", "Evicted", "9m"), "evicted");
  need(row("0/1", "Pending", "9m"), "pod_pending");
  BOOST_TEST(trouble(row("0/1", "ContainerCreating", "9m")) > 0.3);
  BOOST_TEST(trouble(row("0/1", "ContainerCreating", "9s")) <= 0.2);
  BOOST_TEST(trouble(row("0/1", "Pending", "9s")) <= 0.2);
  BOOST_TEST(trouble(row("0/1", "Completed", "9m")) == 0.0);
  BOOST_TEST(need(row("1/2", "Running", "9m"), "pod_not_ready").get("ready") == "1/2");
}

BOOST_AUTO_TEST_CASE(replicas_in_the_same_trouble_are_one_fact_that_counts_them) {
  std::string text = "NAME                    READY   STATUS         RESTARTS   AGE\n";
  for (std::string_view end : {"aaaaa", "bbbbb", "ccccc"}) {
    auto pod = "api-84c5d7f9b6-" + replaced(std::string(end), "a", "z");
    text += pod + "    0/1     ErrImagePull   0          9m\n";
  }
  const auto facts = read(text).facts;
  const auto& pull = need(facts, "image_pull");
  BOOST_TEST(pull.count == 3u);
  BOOST_TEST(
      std::count_if(facts.begin(), facts.end(), [](const fact& f) { return f.rule == "image_pull"; }) == 1);
}

BOOST_AUTO_TEST_CASE(other_tables_are_read) {
  need(
      read("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\npay    1/3     3            1           9m\n").facts,
      "replicas_unavailable");
  need(
      read("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\npay    3/3     3            3           9m\n").facts,
      "deployment_available");
  need(read("NAME     STATUS     ROLES    AGE   VERSION\nnode-a   NotReady   <none>   9d    v1.30.0\nnode-b  "
            " Ready      <none>   9d    v1.30.0\n")
           .facts,
       "node_not_ready");
  BOOST_TEST(need(read("NAME   STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   AGE\ndata   "
                       "Pending                                      quick          9m\n")
                      .facts,
                  "pvc_pending")
                 .get("storage_class") == "quick");
  need(read("NAME   COMPLETIONS   DURATION   AGE\nload   1/1           9s         9m\n").facts,
       "job_complete");
  need(read("NAME   ENDPOINTS   AGE\napi    <none>      9m\n").facts, "service_without_endpoints");
  BOOST_TEST(need(read("NAME   REFERENCE        TARGETS         MINPODS   MAXPODS   REPLICAS   AGE\nweb    "
                       "Deployment/web   <unknown>/50%   1         5         1          9m\n")
                      .facts,
                  "hpa_failed")
                 .get("target") == "Deployment/web");
  const auto lag =
      read(
          "GROUP   TOPIC    PARTITION   CURRENT-OFFSET   LOG-END-OFFSET   LAG     CONSUMER-ID\nmail    "
          "orders   0           10               90010            90000   c-1\n")
          .facts;
  BOOST_TEST(need(lag, "consumer_lag").get("lag") == "90000");
  BOOST_TEST(need(lag, "consumer_lag").get("topic") == "orders");
}

BOOST_AUTO_TEST_CASE(events_name_their_object_and_count) {
  const auto facts = read(
                         "LAST SEEN   TYPE      REASON        OBJECT          MESSAGE\n"
                         "2m          Warning   FailedMount   pod/cart-0      MountVolume.SetUp failed for "
                         "volume \"v\" : configmap \"c-1\" not found\n"
                         "3m          Normal    Pulled        pod/cart-0      Container image present\n")
                         .facts;
  const auto& missing = need(facts, "object_missing");
  BOOST_TEST(missing.subject == "cart-0");
  BOOST_TEST(missing.get("object") == "c-1");
  BOOST_TEST(facts.size() == 1u);
}

BOOST_AUTO_TEST_CASE(events_of_what_came_right_weigh_little) {
  const auto events = read(
                          "LAST SEEN   TYPE      REASON             OBJECT       MESSAGE\n"
                          "3m          Warning   FailedScheduling   pod/cart-0   0/3 nodes are available: 3 "
                          "Insufficient cpu.\n"
                          "2m          Normal    Scheduled          pod/cart-0   Successfully assigned "
                          "shop/cart-0 to node-a\n")
                          .facts;
  BOOST_TEST(trouble(events) <= 0.2);
  BOOST_TEST(need(events, "unschedulable").get("recovered") == "Scheduled");
  const auto tree = read(
                        "NAME                        READY   STATUS                                          "
                        "                AGE\n"
                        "Pod/cart-0                  1/1     Running                                         "
                        "                9m\n"
                        "└── Event/cart-0.17         -       Unhealthy: Readiness probe failed: connection "
                        "refused           9m\n")
                        .facts;
  BOOST_TEST(trouble(tree) <= 0.2);
}

BOOST_AUTO_TEST_CASE(of_a_watched_table_the_last_row_of_a_pod_counts) {
  const std::string header = "NAME     READY   STATUS              RESTARTS   AGE\n";
  const std::string waits = "cart-0   0/1     ContainerCreating   0          3m\n";
  const std::string fails = "cart-0   0/1     Error               0          4m\n";
  const std::string runs = "cart-0   1/1     Running             0          5m\n";
  BOOST_TEST(trouble(read(header + waits + fails + runs).facts) <= 0.2);
  BOOST_TEST(trouble(read(header + waits + runs + fails).facts) > 0.5);
}

BOOST_AUTO_TEST_CASE(a_lineage_tree_is_read_through_its_marks) {
  const auto facts =
      read(
          "NAME                                   READY   STATUS                                   AGE\n"
          "Deployment/cart                        0/1                                              9m\n"
          "└── ReplicaSet/cart-7d9f8b6c5          0/1                                              9m\n"
          "    └── Pod/cart-7d9f8b6c5-q2w4z       0/1     CrashLoopBackOff                         9m\n"
          "        ├── Event/cart-x.17            -       BackOff: Back-off restarting failed container cart "
          "in pod   9m\n"
          "        └── Event/cart-x.18            -       Pulled: Container image present          9m\n")
          .facts;
  need(facts, "replicas_unavailable");
  BOOST_TEST(find(facts, "crash_loop", "status", "CrashLoopBackOff") != nullptr);
}

BOOST_AUTO_TEST_CASE(a_failed_look_up_is_no_fault_of_the_service) {
  const auto facts = read(
                         "Command `kubectl logs cart -n shop` failed with return code "
                         "1\nstdout:\n\nstderr:\nError from server (NotFound): pods \"cart\" not found\n")
                         .facts;
  BOOST_TEST(trouble(facts) == 0.0);
  BOOST_TEST(need(facts, "lookup_failed", "reason", "NotFound").subject == "cart");
  const auto waits = read(
                         "Error from server (BadRequest): container \"web\" in pod \"web-1\" is waiting to "
                         "start: trying and failing to pull image\n")
                         .facts;
  need(waits, "image_pull");
}

BOOST_AUTO_TEST_CASE(a_load_balancer_that_stays_without_address_is_trouble) {
  const std::string head = "NAME         TYPE           CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE\n";
  const auto facts = read(head +
                          "kubernetes   ClusterIP      10.96.0.1      <none>        443/TCP        30d\n"
                          "web          LoadBalancer   10.96.12.34    <pending>     80:31234/TCP   3d\n")
                         .facts;
  BOOST_TEST(need(facts, "service_without_address").get("service") == "web");
  const auto fresh =
      read(head + "web          LoadBalancer   10.96.12.34    <pending>     80:31234/TCP   20s\n").facts;
  BOOST_TEST(need(fresh, "service_without_address").weight < .5);
}

BOOST_AUTO_TEST_CASE(a_pod_that_restarts_all_the_time_is_not_well_because_it_is_ready_now) {
  const auto row = [](const std::string& restarts) {
    return read("NAME    READY   STATUS    RESTARTS         AGE\napp-1   1/1     Running   " + restarts +
                "   12d\n")
        .facts;
  };
  const auto loops = row("412 (35s ago)");
  BOOST_TEST((need(loops, "restarts").role == role::symptom));
  BOOST_TEST((find(loops, "pod_ready") == nullptr));
  need(row("412 (9d ago) "), "pod_ready");
  need(row("1 (35s ago)  "), "pod_ready");
}

BOOST_AUTO_TEST_SUITE_END()
