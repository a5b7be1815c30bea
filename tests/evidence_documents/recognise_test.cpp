#include "support.hpp"

using namespace documents_test;

namespace {

std::string known(std::string_view text, std::string_view name = "x.txt") {
  static constexpr std::string_view names[] = {"empty",    "log",  "describe", "table",  "events",
                                               "manifest", "json", "yaml",     "config", "text"};
  return std::string(names[static_cast<std::size_t>(recognise_document(text, name))]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recognise)

BOOST_AUTO_TEST_CASE(kubectl_output_is_told_apart) {
  BOOST_TEST(
      known("Name:         cart-0\nNamespace:    shop\nLabels:       app=cart\nStatus:       Running\n") ==
      "describe");
  BOOST_TEST(known("NAME     READY   STATUS    RESTARTS   AGE\ncart-0   1/1     Running   0          5m\n") ==
             "table");
  BOOST_TEST(
      known("shop   cart-0   1/1   Running   3 (5m ago)   2d   10.0.0.1   node-a   <none>   <none>\n") ==
      "table");
  BOOST_TEST(known("LAST SEEN   TYPE      REASON    OBJECT       MESSAGE\n5m   Warning   BackOff   "
                   "pod/cart-0   Back-off\n") == "events");
  BOOST_TEST(known("5m   Warning   BackOff   pod/cart-0   Back-off restarting failed container\n") ==
             "events");
  BOOST_TEST(known("NAME     CPU(cores)   MEMORY(bytes)\ncart-0   1m           23Mi\n") == "table");
  BOOST_TEST(known("NAME READY STATUS RESTARTS AGE\ncart-0 1/1 Running 5 (10s ago) 4m\n") == "table");
  BOOST_TEST(known("Error from server (NotFound): pods \"cart\" not found\n") == "table");
  BOOST_TEST(known("No resources found in shop namespace.\n") == "table");
  BOOST_TEST(
      known(
          "GROUP   TOPIC   PARTITION   CURRENT-OFFSET   LOG-END-OFFSET   LAG\ng   t   0   5   900   895\n") ==
      "table");
}

BOOST_AUTO_TEST_CASE(manifests_and_documents_are_told_apart) {
  BOOST_TEST(known("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n") == "manifest");
  BOOST_TEST(known("---\n# comment\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\nkind: X\n") ==
             "manifest");
  BOOST_TEST(
      known("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Pod\",\n  \"metadata\": {\"name\": \"a\"}\n}\n") ==
      "manifest");
  BOOST_TEST(known("{\n  \"status\": \"ok\",\n  \"nodes\": [1, 2]\n}\n") == "json");
  BOOST_TEST(known("group_id: g\nstate: STABLE\nmembers:\n- host: a\n") == "yaml");
  BOOST_TEST(known("[database]\nhost=db\nport=5432\n[cache]\nhost=redis\n", "app.ini") == "config");
  BOOST_TEST(known("DB_HOST=db\nDB_PORT=5432\nDB_USER=app\nDB_NAME=shop\n") == "config");
  BOOST_TEST(known("# Runbook\n\nDo this first. Then that.\n", "notes.md") == "text");
  BOOST_TEST(known("# Steps\n\nName:   x\nNamespace:  y\nStatus:  z\n", "notes.md") == "text");
  BOOST_TEST(known("  \n\n") == "empty");
}

BOOST_AUTO_TEST_CASE(a_log_is_never_taken_for_a_document) {
  for (std::string_view log :
       {"{\"timestamp\":\"2025-01-01T00:00:00Z\",\"level\":\"INFO\",\"message\":\"a\"}\n{\"timestamp\":"
        "\"2025-01-01T00:00:01Z\",\"level\":\"INFO\",\"message\":\"b\"}\n",
        "{\"timestamp\":\"2025-01-01T00:00:00Z\",\"level\":\"ERROR\",\"message\":\"one line\"}\n",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\"}\n\n2025-01-01 00:00:00 started\n",
        "[2025-07-03T13:41:18.921307] Sending invoice\n[2025-07-03T13:41:19.921307] Sent\n",
        "INFO: starting\nINFO: started\nERROR: failed: no host\n",
        "2025-01-01 10:00:00 INFO Name: cart\n2025-01-01 10:00:01 INFO Status: ok\n",
        "Sent order e9126293... to finance:0\nSent order e20f300f... to finance:0\n",
        "time=\"2025-01-01T00:00:00Z\" level=info msg=\"a=b\"\ntime=\"2025-01-01T00:00:01Z\" level=info "
        "msg=\"c\"\n",
        "Jan  1 00:00:00 host sshd[1]: Failed password\nJan  1 00:00:01 host sshd[1]: Failed password\n",
        "10.0.0.1 - - [01/Jan/2025:00:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n",
        "Waiting: a\nWaiting: b\nDone\n", "[INFO] a=b\n[INFO] c=d\n[WARN] e=f\n",
        "WARNING: NAME READY STATUS of 3 things\nall is well\n",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nValueError: bad\n"})
    BOOST_TEST(known(log) == "log", log);
  BOOST_TEST(known(std::string_view("a\0b\0c", 5)) == "log");
}

BOOST_AUTO_TEST_CASE(what_follows_a_manifest_in_a_cut_sample_does_not_matter) {
  std::string text = "apiVersion: v1\nkind: List\nitems:\n";
  while (text.size() < (70u << 10))
    text += "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c\n  data: {a: \"1\"}\n";
  BOOST_TEST(known(text) == "manifest");
  BOOST_TEST(known(text.substr(0, 65'530)) == "manifest");
}

BOOST_AUTO_TEST_SUITE_END()
