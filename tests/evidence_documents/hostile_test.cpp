#include "support.hpp"

#include <random>

using namespace documents_test;

namespace {

/// Reads the text as every kind, also together.
void survive(const std::string& text) {
  recognise_document(text, "x.yaml");
  for (auto k :
       {kind::kubectl_describe, kind::kubectl_table, kind::kubectl_events, kind::manifest,
        kind::json_document, kind::yaml_document, kind::config, kind::text, kind::log, kind::empty}) {
    const auto d = read_document(1, k, "x", text);
    check_grounded(d, text);
    cluster_model m;
    m.add(1, k, "x", text);
    for (const auto& f : m.facts()) check_grounded(f, text);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_AUTO_TEST_CASE(one_line_of_a_megabyte_is_survived) {
  survive(std::string(1u << 20, 'a'));
  survive("Name:   x\nNamespace: y\nStatus: " + std::string(1u << 20, ':') + "\n");
  survive("NAME   READY   STATUS   RESTARTS   AGE\n" + std::string(1u << 20, '\t') + "x\n");
  std::string words;
  while (words.size() < (1u << 20)) words += "A  ";
  survive(words);
  std::string message = "5m   Warning   Failed   pod/x   ";
  while (message.size() < (1u << 20)) message += ": not foun";
  survive(message);
}

BOOST_AUTO_TEST_CASE(deep_and_multiplying_texts_are_survived) {
  survive(std::string(200'000, '['));
  survive(std::string(200'000, '{'));
  std::string deep;
  for (int i = 0; i < 2000; ++i)
    deep += std::string(static_cast<std::size_t>(i), ' ') + "k" + std::to_string(i) + ":\n";
  survive(deep);
  std::string dashes;
  for (int i = 0; i < 100'000; ++i) dashes += "---\n[\n";
  survive(dashes);
  std::string bomb = "apiVersion: v1\nkind: Pod\na: &a [x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'm'; ++c)
    bomb += std::string(1, c) + ": &" + c + " [*" + std::string(1, static_cast<char>(c - 1)) + ",*" +
            std::string(1, static_cast<char>(c - 1)) + ",*" + std::string(1, static_cast<char>(c - 1)) +
            "]\n";
  survive(bomb);
}

BOOST_AUTO_TEST_CASE(many_objects_are_checked_in_bounded_time) {
  std::string text;
  for (int i = 0; i < 1500; ++i) {
    const auto n = std::to_string(i);
    text += "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app-" + n +
            ", namespace: s}\nspec:\n  selector: {matchLabels: {app: a" + n +
            "}}\n  template:\n    metadata: {labels: {app: a" + n +
            "}}\n    spec:\n      containers:\n      - name: c\n        image: i:1\n        env:\n        - "
            "{name: DB_HOST, value: svc-" +
            n + "}\n        envFrom: [{configMapRef: {name: conf-" + n +
            "}}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: other-" + n +
            ", namespace: s}\nspec: {selector: {app: b" + n + "}, ports: [{port: 80}]}\n---\n";
  }
  cluster_model m;
  m.add(1, kind::manifest, "x", text);
  BOOST_TEST(!m.facts().empty());
}

BOOST_AUTO_TEST_CASE(binary_and_cut_off_texts_are_survived) {
  std::mt19937 random(7);
  std::string junk;
  for (int i = 0; i < 100'000; ++i) junk += static_cast<char>(random());
  survive(junk);
  const std::string pod =
      "Name:   a\nNamespace:  b\nStatus:  Running\nContainers:\n  c:\n    Image:  d\n    State:  Waiting\n   "
      "   Reason:  CrashLoopBackOff\nConditions:\n  Type   Status\n  Ready  False\nEvents:\n  Type  Reason  "
      "Age  From  Message\n  Warning  Failed  5s (x3 over 9s)  kubelet  Error: configmap \"x\" not found\n";
  const std::string object =
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n    command: [sh, "
      "-c, \"sleep 5; exit 3\"]\n    livenessProbe: {httpGet: {port: 80, path: /x}}\nstatus:\n  phase: "
      "Pending\n";
  for (const auto& text : {pod, object})
    for (std::size_t n = 0; n < text.size(); n += 3) {
      const auto part = text.substr(0, n);
      for (auto k : {kind::kubectl_describe, kind::manifest, kind::kubectl_table}) {
        check_grounded(read_document(1, k, "x", part), part);
        cluster_model m;
        m.add(1, k, "x", part);
        for (const auto& f : m.facts()) check_grounded(f, part);
      }
    }
}

BOOST_AUTO_TEST_CASE(bytes_changed_at_random_never_break_the_grounding) {
  const std::string source =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: s}\nspec:\n  replicas: 3\n  "
      "selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n     "
      " serviceAccountName: bot\n      containers:\n      - name: c\n        image: ngnix\n        command: "
      "[sh, -c]\n        args:\n        - |\n          echo \"ERROR: cannot connect\"\n          kubectl get "
      "pods\n          exit 1\n        livenessProbe: {exec: {command: [cat, /tmp/ok]}}\n---\napiVersion: "
      "v1\nkind: ConfigMap\nmetadata: {name: c, namespace: s}\ndata: {a: b}\n";
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    auto text = source;
    for (int i = 0; i < 5; ++i) text[random() % text.size()] = "\n :-[]{}\"'#a0"[random() % 13];
    cluster_model m;
    m.add(1, kind::manifest, "x", text);
    for (const auto& f : m.facts()) check_grounded(f, text);
    for (const auto& e : m.embedded()) BOOST_TEST((text.find(e.text) != std::string::npos));
  }
}

BOOST_AUTO_TEST_SUITE_END()
