#include "support.hpp"

using namespace documents_test;

namespace {

/// A Deployment `web` in namespace `shop`; `pod` is added to the pod's specification and `container` to its
/// container.
std::string deployment(std::string_view container = {}, std::string_view pod = {},
                       std::string_view spec = {}) {
  return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n" +
         std::string(spec) +
         "  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        "
         "app: web\n    spec:\n" +
         std::string(pod) + "      containers:\n      - name: main\n        image: acme/web:1\n" +
         std::string(container) + "---\n";
}

std::string object(std::string_view kind, std::string_view name, std::string_view rest = {},
                   std::string_view space = "shop") {
  return "apiVersion: v1\nkind: " + std::string(kind) + "\nmetadata:\n  name: " + std::string(name) +
         "\n  namespace: " + std::string(space) + "\n" + std::string(rest) + "---\n";
}

const std::string service =
    "spec:\n  selector:\n    app: web\n  ports:\n  - port: 80\n    targetPort: 8080\n";

std::string script(std::string_view lines) {
  std::string out = "        command: [\"sh\", \"-c\"]\n        args:\n        - |\n";
  for (auto l : split(lines, '\n')) out += "          " + std::string(l) + "\n";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cluster)

BOOST_AUTO_TEST_CASE(a_missing_config_map_is_found_and_the_like_one_is_named) {
  const std::string uses = "        envFrom:\n        - configMapRef:\n            name: web-settings\n";
  const auto near = model({deployment(uses) + object("ConfigMap", "web-setings", "data: {A: b}\n")});
  const auto& f = need(near, "object_missing");
  BOOST_TEST((f.role == role::cause));
  BOOST_TEST(f.get("kind") == "configMap");
  BOOST_TEST(f.get("object") == "web-settings");
  BOOST_TEST(f.get("near") == "web-setings");
  BOOST_TEST(f.weight > 0.9);
  BOOST_TEST(need(model({deployment(uses) + object("Service", "web", service)}), "object_missing").weight <
             f.weight);
  BOOST_TEST((find(model({deployment(uses) + object("ConfigMap", "web-settings", "data: {A: b}\n")}),
                   "object_missing") == nullptr));
  BOOST_TEST((find(model({deployment(uses), object("ConfigMap", "web-settings", "data: {A: b}\n")}),
                   "object_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_wrong_namespace_a_wrong_kind_and_a_wrong_key_are_told) {
  const std::string uses =
      "        env:\n        - name: PW\n          valueFrom:\n            secretKeyRef:\n              "
      "name: db-login\n              key: password\n";
  BOOST_TEST(
      need(model({deployment(uses) + object("Secret", "db-login", "data: {password: eA==}\n", "other")}),
           "object_missing")
          .get("elsewhere") == "db-login");
  BOOST_TEST(need(model({deployment(uses) + object("ConfigMap", "db-login", "data: {password: x}\n")}),
                  "object_missing")
                 .get("other_kind") == "db-login");
  BOOST_TEST(need(model({deployment(uses) + object("Secret", "db-login", "data: {passwd: eA==}\n")}),
                  "object_missing")
                 .get("key") == "password");
  BOOST_TEST((find(model({deployment(uses) + object("Secret", "db-login", "data: {password: eA==}\n")}),
                   "object_missing") == nullptr));
  BOOST_TEST(
      (find(model({deployment(uses + "              optional: true\n")}), "object_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(accounts_claims_and_storage_classes_are_looked_up) {
  BOOST_TEST(
      need(model({deployment({}, "      serviceAccountName: runner\n")}), "object_missing").get("object") ==
      "runner");
  BOOST_TEST(
      (find(model({deployment({}, "      serviceAccountName: default\n")}), "object_missing") == nullptr));
  const std::string claim =
      "      volumes:\n      - name: d\n        persistentVolumeClaim:\n          claimName: data\n";
  need(model({deployment({}, claim)}), "object_missing", "object", "data");
  const auto classes = model({deployment({}, claim) + object("PersistentVolumeClaim", "data",
                                                             "spec:\n  storageClassName: warp-speed\n")});
  BOOST_TEST(need(classes, "object_missing", "object", "warp-speed").get("claim") == "data");
  BOOST_TEST((find(classes, "object_missing", "object", "data") == nullptr));
  BOOST_TEST((find(model({object("PersistentVolumeClaim", "data", "spec:\n  storageClassName: standard\n")}),
                   "object_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_reference_of_a_running_workload_is_no_trouble) {
  const std::string uses = "        envFrom:\n        - configMapRef:\n            name: web-settings\n";
  const std::string table =
      "NAMESPACE   NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nshop        web    1/1     1            1    "
      "       9m\n";
  BOOST_TEST((find(model({deployment(uses), table}), "object_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(services_must_select_pods_and_reach_a_port) {
  const std::string port = "        ports:\n        - containerPort: 8080\n";
  BOOST_TEST(trouble(model({deployment(port) + object("Service", "web", service)})) == 0.0);
  const auto wrong =
      model({deployment(port) + object("Service", "web", replaced(service, "app: web", "app: wep"))});
  BOOST_TEST(need(wrong, "selector_mismatch").get("selector") == "wep");
  BOOST_TEST(need(wrong, "selector_mismatch").get("pod_label") == "web");
  const auto closed = model({deployment(port) + object("Service", "web", replaced(service, "8080", "9090"))});
  BOOST_TEST(need(closed, "port_mismatch").get("port") == "9090");
  BOOST_TEST(need(closed, "port_mismatch").get("container_port") == "8080");
}

BOOST_AUTO_TEST_CASE(hosts_in_the_environment_must_be_services) {
  const auto with = [](std::string_view url) {
    return deployment("        env:\n        - name: API_URL\n          value: " + std::string(url) + "\n");
  };
  const auto api = object("Service", "api", "spec:\n  selector: {app: web}\n  ports: [{port: 80}]\n");
  BOOST_TEST((find(model({with("http://api:80/x") + api}), "service_missing") == nullptr));
  BOOST_TEST(need(model({with("http://apis:80/x") + api}), "service_missing").get("near") == "api");
  BOOST_TEST(
      need(model({with("http://api.prod.svc.cluster.local/x") + api}), "service_missing").get("elsewhere") ==
      "shop");
  BOOST_TEST(need(model({with("http://api:8081/x") + api}), "port_mismatch").get("port") == "8081");
  BOOST_TEST((find(model({with("https://www.example.org/x") + api}), "service_missing") == nullptr));
  BOOST_TEST((find(model({with("http://localhost:1/x") + api}), "service_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(hosts_in_the_config_map_of_a_workload_must_be_services_too) {
  const auto web = deployment("        envFrom:\n        - configMapRef:\n            name: conf\n");
  const auto db = object("Service", "orders-db", "spec:\n  selector: {app: web}\n  ports: [{port: 5432}]\n");
  const auto conf = [](std::string_view data) {
    return object("ConfigMap", "conf", "data:\n" + std::string(data));
  };
  const auto direct = model({web + db, conf("  DB_HOST: order-db\n")});
  BOOST_TEST(need(direct, "service_missing").get("host") == "order-db");
  BOOST_TEST(need(direct, "service_missing").evidence == 2u);
  const auto file =
      model({web + db +
             conf("  app.properties: |\n    # settings\n    db.url=jdbc:postgresql://order-db:5432/x\n")});
  BOOST_TEST(need(file, "service_missing").get("near") == "orders-db");
  BOOST_TEST(trouble(model({web + db + conf("  DB_HOST: orders-db\n  MODE: fast\n")})) == 0.0);
}

BOOST_AUTO_TEST_CASE(ingresses_need_a_class_and_a_backend) {
  const auto ingress = [](std::string_view cls, std::string_view backend) {
    return object("Ingress", "front",
                  "spec:\n  ingressClassName: " + std::string(cls) +
                      "\n  rules:\n  - http:\n      paths:\n      - path: /\n        backend:\n          "
                      "service:\n            name: " +
                      std::string(backend) + "\n            port:\n              number: 80\n");
  };
  const auto rest = deployment() + object("Service", "web", service);
  BOOST_TEST(trouble(model({rest + ingress("nginx", "web")})) == 0.0);
  BOOST_TEST(need(model({rest + ingress("edge-proxy", "web")}), "ingress_class_missing").get("class") ==
             "edge-proxy");
  BOOST_TEST(need(model({rest + ingress("nginx", "wep")}), "ingress_backend_missing").get("near") == "web");
}

BOOST_AUTO_TEST_CASE(a_network_policy_blocks_only_the_traffic_that_it_does_not_allow) {
  const auto client = deployment("        env:\n        - name: DB_HOST\n          value: db\n");
  const std::string db =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db, namespace: shop}\nspec:\n  selector: "
      "{matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec: {containers: "
      "[{name: pg, image: acme/pg}]}\n---\n" +
      object("Service", "db", "spec: {selector: {app: db}, ports: [{port: 5432}]}\n");
  const auto policy = [](std::string_view allowed) {
    return object("NetworkPolicy", "db-guard",
                  "spec:\n  podSelector:\n    matchLabels:\n      app: db\n  policyTypes:\n  - Ingress\n  "
                  "ingress:\n  - from:\n    - podSelector:\n        matchLabels:\n          app: " +
                      std::string(allowed) + "\n");
  };
  const auto blocked = model({client + db + policy("admin")});
  const auto& f = need(blocked, "network_policy_blocks");
  BOOST_TEST(f.weight > 0.9);
  BOOST_TEST(f.get("policy") == "db-guard");
  BOOST_TEST(f.get("peer") == "web");
  BOOST_TEST(trouble(model({client + db + policy("web")})) < 0.5);
}

BOOST_AUTO_TEST_CASE(an_autoscaler_needs_its_target_and_requests) {
  const auto scaler = [](std::string_view target) {
    return object(
        "HorizontalPodAutoscaler", "web-hpa",
        "spec:\n  scaleTargetRef:\n    kind: Deployment\n    name: " + std::string(target) +
            "\n  minReplicas: 1\n  maxReplicas: 4\n  metrics:\n  - type: Resource\n    resource:\n      "
            "name: cpu\n      target:\n        type: Utilization\n        averageUtilization: 60\n");
  };
  const std::string requests = "        resources: {requests: {cpu: 100m}}\n";
  BOOST_TEST(need(model({deployment() + scaler("web")}), "hpa_failed").get("resource") == "cpu");
  BOOST_TEST(need(model({deployment(requests) + scaler("webb")}), "hpa_failed").get("near") == "web");
  BOOST_TEST((find(model({deployment(requests) + scaler("web")}), "hpa_failed") == nullptr));
}

BOOST_AUTO_TEST_CASE(quotas_and_limit_ranges_bound_what_pods_ask_for) {
  const auto quota = object("ResourceQuota", "small", "spec:\n  hard:\n    requests.cpu: \"1\"\n");
  const std::string one = "        resources: {requests: {cpu: 600m}}\n";
  const auto over = model({deployment(one, {}, "  replicas: 2\n") + quota});
  BOOST_TEST(need(over, "quota_exceeded").get("limited") == "1");
  BOOST_TEST(need(over, "quota_exceeded").get("requested") == "600m");
  BOOST_TEST((find(model({deployment(one) + quota}), "quota_exceeded") == nullptr));
  need(model({deployment() + quota}), "quota_requires");
  const auto range =
      object("LimitRange", "range", "spec:\n  limits:\n  - type: Container\n    max:\n      memory: 128Mi\n");
  need(model({deployment("        resources: {limits: {memory: 1Gi}}\n") + range}), "admission_denied");
}

BOOST_AUTO_TEST_CASE(pods_that_fit_nowhere_are_told) {
  BOOST_TEST(need(model({deployment({}, "      nodeSelector:\n        disk: nvme\n")}), "node_constraint")
                 .get("value") == "nvme");
  BOOST_TEST((find(model({deployment({}, "      nodeSelector:\n        kubernetes.io/os: linux\n")}),
                   "node_constraint") == nullptr));
  BOOST_TEST(need(model({deployment("        resources:\n          requests:\n            memory: 900Gi\n")}),
                  "large_request")
                 .get("requested") == "900Gi");
  const std::string apart =
      "      affinity:\n        podAntiAffinity:\n          "
      "requiredDuringSchedulingIgnoredDuringExecution:\n          - labelSelector: {matchLabels: {app: "
      "web}}\n            topologyKey: kubernetes.io/hostname\n";
  const auto spread = model({deployment({}, apart, "  replicas: 6\n")});
  BOOST_TEST(need(spread, "anti_affinity").get("replicas") == "6");
  BOOST_TEST((find(model({deployment({}, apart, "  replicas: 1\n")}), "anti_affinity") == nullptr));
}

BOOST_AUTO_TEST_CASE(rights_of_scripts_that_ask_the_api_are_checked) {
  const auto bot = script("while true; do\n  kubectl get secrets -n shop\n  sleep 9\ndone");
  const auto account = object("ServiceAccount", "bot");
  const auto role = [](std::string_view resource) {
    return "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: "
           "shop}\nrules:\n- apiGroups: [\"\"]\n  resources: [" +
           std::string(resource) + "]\n  verbs: [get, list]\n---\n" +
           object("RoleBinding", "bind",
                  "subjects:\n- kind: ServiceAccount\n  name: bot\n  namespace: shop\nroleRef:\n  kind: "
                  "Role\n  name: reader\n");
  };
  const auto pod = deployment(bot, "      serviceAccountName: bot\n");
  const auto unbound = model({pod + account});
  const auto& f = need(unbound, "rbac_forbidden");
  BOOST_TEST(f.get("resource") == "secrets");
  BOOST_TEST(f.get("user") == "bot");
  BOOST_TEST(need(model({pod + account + role("pods")}), "rbac_forbidden").get("role") == "reader");
  BOOST_TEST((find(model({pod + account + role("secrets")}), "rbac_forbidden") == nullptr));
}

BOOST_AUTO_TEST_CASE(the_right_to_get_one_is_no_right_to_list_all) {
  const auto facts = [](std::string_view command, std::string_view verbs) {
    return model(
        {deployment(script(command), "      serviceAccountName: bot\n") + object("ServiceAccount", "bot") +
         "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: shop}\n"
         "rules:\n- apiGroups: [\"\"]\n  resources: [configmaps]\n  verbs: [" +
         std::string(verbs) + "]\n---\n" +
         object("RoleBinding", "bind",
                "subjects:\n- kind: ServiceAccount\n  name: bot\n  namespace: shop\nroleRef:\n  kind: Role\n"
                "  name: reader\n")});
  };
  BOOST_TEST(
      (find(facts("kubectl get configmaps -n shop -o yaml | head", "get"), "rbac_forbidden") != nullptr));
  BOOST_TEST((find(facts("kubectl get cm flags -n shop", "get"), "rbac_forbidden") == nullptr));
  BOOST_TEST((find(facts("kubectl get cm/flags", "get"), "rbac_forbidden") == nullptr));
  BOOST_TEST((find(facts("kubectl get cm flags", "list"), "rbac_forbidden") != nullptr));
  BOOST_TEST((find(facts("kubectl get configmaps", "list"), "rbac_forbidden") == nullptr));
}

BOOST_AUTO_TEST_CASE(probes_that_cannot_pass_are_told) {
  const auto slow = script("echo loading\nsleep 90\nexec server --port 8080");
  const auto probe = [](std::string_view delay) {
    return "        livenessProbe:\n          httpGet: {path: /, port: 8080}\n          "
           "initialDelaySeconds: " +
           std::string(delay) + "\n          periodSeconds: 5\n";
  };
  const auto early = model({deployment(slow + probe("5"))});
  BOOST_TEST(need(early, "probe_misconfigured").get("startup") == "90");
  BOOST_TEST(need(early, "probe_misconfigured").get("delay") == "5");
  BOOST_TEST((find(model({deployment(slow + probe("120"))}), "probe_misconfigured") == nullptr));
  const std::string file =
      "        readinessProbe:\n          exec:\n            command: [cat, /tmp/ready]\n";
  BOOST_TEST(need(model({deployment(script("touch /tmp/ready; sleep 5; rm /tmp/ready; sleep 600") + file)}),
                  "probe_misconfigured")
                 .get("file") == "/tmp/ready");
  BOOST_TEST((find(model({deployment(script("touch /tmp/ready; sleep 600") + file)}),
                   "probe_misconfigured") == nullptr));
  const std::string port =
      "        ports:\n        - containerPort: 8080\n        readinessProbe:\n          tcpSocket: {port: "
      "9999}\n";
  BOOST_TEST(need(model({deployment(port)}), "probe_misconfigured").get("container_port") == "8080");
}

BOOST_AUTO_TEST_CASE(a_variable_that_a_script_needs_must_be_set) {
  const auto needs = script("if [ -z \"$LICENSE_KEY\" ]; then\n  echo no license\n  exit 1\nfi\nsleep 600");
  const auto with = [&](std::string_view name) {
    return deployment(needs + "        env:\n        - name: " + std::string(name) +
                      "\n          value: x\n");
  };
  BOOST_TEST(need(model({deployment(needs)}), "environment_missing").get("variable") == "LICENSE_KEY");
  BOOST_TEST(need(model({with("LICENCE_KEY")}), "environment_missing").get("near") == "LICENCE_KEY");
  BOOST_TEST((find(model({with("LICENSE_KEY")}), "environment_missing") == nullptr));
}

BOOST_AUTO_TEST_CASE(an_object_read_back_does_not_accuse_what_was_never_asked_for) {
  const std::string pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web-1, namespace: shop}\nspec:\n  containers:\n  - name: "
      "c\n    image: acme/web:1\n    envFrom: [{secretRef: {name: login}}]\nstatus:\n  phase: Running\n  "
      "containerStatuses:\n  - name: c\n    ready: false\n    state: {waiting: {reason: REASON}}\n";
  BOOST_TEST(trouble(model({replaced(pod, "REASON", "CrashLoopBackOff")})) < 0.5);
  BOOST_TEST(need(model({replaced(pod, "REASON", "CreateContainerConfigError")}), "object_missing").weight >=
             0.8);
}

BOOST_AUTO_TEST_CASE(two_autoscalers_of_one_target_are_told) {
  const auto scaled = object("ScaledObject", "by-lag", "spec:\n  scaleTargetRef:\n    name: web\n");
  const auto plain =
      object("HorizontalPodAutoscaler", "by-cpu",
             "spec:\n  scaleTargetRef:\n    kind: Deployment\n    name: web\n  maxReplicas: 3\n");
  BOOST_TEST(need(model({deployment() + scaled + plain}), "autoscaler_conflict").get("autoscaler") ==
             "by-cpu");
  BOOST_TEST(trouble(model({deployment() + scaled})) == 0.0);
}

BOOST_AUTO_TEST_CASE(commands_that_cannot_work_are_told) {
  BOOST_TEST((find(model({deployment(script("for i in 1 2; do\n  probe && exit 0\ndone\nexit 1"))}),
                   "command_fails") == nullptr));
  BOOST_TEST(need(model({deployment(script("echo \"ERROR: license expired\"\nexit 3"))}), "command_fails")
                 .get("exit_code") == "3");
  BOOST_TEST(need(model({deployment(script("echo \"ERROR: license expired\"\nexit 3"))}), "script_message")
                 .get("message") == "ERROR: license expired");
  BOOST_TEST((find(model({deployment(script("if ! test -f /x; then\n  exit 3\nfi\nsleep 9"))}),
                   "command_fails") == nullptr));
  BOOST_TEST(
      (find(model({deployment(script("test -f /x || exit 3\nsleep 9"))}), "command_fails") == nullptr));
  BOOST_TEST((find(model({deployment(script("echo fine\nexit 0"))}), "command_fails") == nullptr));
  BOOST_TEST(
      need(model({deployment("        command: [slep, \"60\"]\n")}), "command_unknown").get("command") ==
      "slep");
  BOOST_TEST((find(model({deployment("        command: [sleep, \"60\"]\n")}), "command_unknown") == nullptr));
  BOOST_TEST(
      need(model({replaced(deployment(), "acme/web:1", "ngnix:1.25")}), "image_suspect").get("image") ==
      "ngnix:1.25");
  BOOST_TEST(
      need(model({deployment("        command: [stress]\n        args: [--vm, \"1\", --vm-bytes, 512M]\n     "
                             "   resources:\n          limits:\n            memory: 128Mi\n")}),
           "memory_limit_low")
          .get("demand") == "512M");
}

BOOST_AUTO_TEST_CASE(renaming_everything_and_shuffling_files_changes_nothing_but_names) {
  const std::string uses = "        envFrom:\n        - configMapRef:\n            name: web-settings\n";
  const std::vector<std::string> files{deployment(uses), object("ConfigMap", "web-setings", "data: {A: b}\n"),
                                       object("Service", "web", replaced(service, "app: web", "app: wep"))};
  const auto rules = [](const std::vector<fact>& facts) {
    std::vector<std::string> out;
    for (const auto& f : facts) out.push_back(f.rule + "/" + std::to_string(f.weight));
    std::sort(out.begin(), out.end());
    return out;
  };
  auto renamed = files;
  for (auto& f : renamed) f = replaced(replaced(f, "web", "ledger"), "shop", "team-9");
  BOOST_TEST(rules(model(files)) == rules(model({files[2], files[0], files[1]})),
             boost::test_tools::per_element());
  BOOST_TEST(rules(model({files[0], files[1]})) == rules(model({renamed[0], renamed[1]})),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(texts_that_scripts_print_are_given_to_the_log_rules) {
  const auto text =
      deployment(script("echo \"redis connection timed out\"")) +
      object("ConfigMap", "code", "data:\n  main.py: |\n    import time\n    print(\"pool exhausted\")\n");
  cluster_model m;
  m.add(4, kind::manifest, "objects.yaml", text);
  const auto lines = m.embedded();
  BOOST_TEST_REQUIRE(lines.size() == 2u);
  BOOST_TEST(lines[0].text == "redis connection timed out");
  BOOST_TEST(lines[0].evidence == 4u);
  BOOST_TEST(lines[1].text == "pool exhausted");
  BOOST_TEST((text_lines(text).at(lines[1].line).find(lines[1].text) != std::string_view::npos));
}

BOOST_AUTO_TEST_SUITE_END()
