#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(reports_of_tools)

BOOST_AUTO_TEST_CASE(a_box_of_terraform_names_resource_place_and_the_innermost_message) {
  const std::string box =
      "╷\n│ Error: creating S3 Bucket (logs-eu): operation error S3: CreateBucket, https response error "
      "StatusCode: 409, api error BucketAlreadyExists: The name is taken\n│ \n"
      "│   with module.logs.aws_s3_bucket.this[\"eu\"],\n│   on modules/logs/main.tf line 31, in resource "
      "\"aws_s3_bucket\" \"this\":\n│   31: resource \"aws_s3_bucket\" \"this\" {\n│ \n╵\n";
  const auto d = read("module.net.aws_vpc.main: Creating...\n" + box);
  const auto& f = need(d, "apply_failed");
  BOOST_TEST(f.get("resource") == "module.logs.aws_s3_bucket.this[\"eu\"]");
  BOOST_TEST(f.get("file") == "modules/logs/main.tf");
  BOOST_TEST(f.get("line") == "31");
  BOOST_TEST(f.get("reason").starts_with("BucketAlreadyExists"));
  std::string job;
  for (std::size_t at = 0; at < box.size();) {
    const auto end = box.find('\n', at);
    job += "2026-05-01T10:00:00.1234567Z \x1b[31m" + box.substr(at, end - at) + "\x1b[0m\n";
    at = end + 1;
  }
  BOOST_TEST(need(read(job, "job.log"), "apply_failed").get("line") == "31");
}

BOOST_AUTO_TEST_CASE(a_warning_of_terraform_is_no_failure) {
  BOOST_TEST(
      trouble(read(
          "╷\n│ Warning: Argument is deprecated\n│ \n│   on a.tf line 1:\n│ \n╵\nApply complete!\n")) == 0);
}

BOOST_AUTO_TEST_CASE(of_a_play_only_the_host_that_failed_is_in_trouble) {
  const auto d = read(
      "PLAY [web] *********\n\nTASK [nginx : reload] ******\nok: [edge-1]\n"
      "fatal: [edge-2]: FAILED! => {\"changed\": true, \"cmd\": [\"nginx\", \"-t\"], \"msg\": \"non-zero "
      "return code\", \"rc\": 1, \"stderr\": \"nginx: [emerg] unknown directive \\\"gzipp\\\"\", \"stdout\": "
      "\"\"}\n\n"
      "PLAY RECAP *********\nedge-1 : ok=2 changed=0 unreachable=0 failed=0\nedge-2 : ok=1 changed=0 "
      "unreachable=0 failed=1\n");
  const auto& f = need(d, "task_failed");
  BOOST_TEST(f.get("host") == "edge-2");
  BOOST_TEST(f.get("task") == "nginx : reload");
  BOOST_TEST(f.get("detail").starts_with("nginx: [emerg]"));
  for (const auto& g : d.facts)
    if (g.subject == "edge-1") BOOST_TEST((g.role == role::healthy));
}

BOOST_AUTO_TEST_CASE(a_failure_that_the_play_ignores_and_a_host_that_is_away_are_told_apart) {
  const auto d = read(
      "TASK [probe] ***\nfatal: [n1]: FAILED! => {\"changed\": false, \"msg\": \"no such "
      "service\"}\n...ignoring\n"
      "fatal: [n2]: UNREACHABLE! => {\"changed\": false, \"msg\": \"Failed to connect to the host via ssh: "
      "Connection timed out\", \"unreachable\": true}\n");
  BOOST_TEST(need(d, "task_failed").weight < .3);
  BOOST_TEST(need(d, "host_not_reached").get("host") == "n2");
}

BOOST_AUTO_TEST_CASE(a_denial_of_selinux_has_its_process_and_its_time) {
  const std::string record =
      "type=AVC msg=audit(1700000000.250:99): avc:  denied  { read } for  pid=7 comm=\"collectd\" "
      "name=\"stats.sock\" dev=\"tmpfs\" ino=5 "
      "scontext=system_u:system_r:collectd_t:s0 tcontext=system_u:object_r:var_run_t:s0 tclass=sock_file "
      "permissive=";
  const auto d = read(record + "0\n", "audit.log");
  const auto& f = need(d, "selinux_denied");
  BOOST_TEST(f.get("process") == "collectd");
  BOOST_TEST(f.first == 1'700'000'000'250'000);
  BOOST_TEST((f.level == severity::error));
}

BOOST_AUTO_TEST_SUITE_END()
