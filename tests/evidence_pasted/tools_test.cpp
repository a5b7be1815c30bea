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

BOOST_AUTO_TEST_CASE(a_test_of_go_that_failed_has_its_message_and_place) {
  const auto d = read(
      "=== RUN   TestTotal\n"
      "    cart_test.go:23: expected 3, got 4\n"
      "--- FAIL: TestTotal (0.02s)\n"
      "=== RUN   TestOk\n"
      "--- PASS: TestOk (0.00s)\n"
      "FAIL\n"
      "FAIL\texample.com/cart\t0.045s\n"
      "ok  \texample.com/till\t0.010s\n"
      "FAIL\n");
  const auto& f = need(d, "test_failed");
  BOOST_TEST(f.get("test") == "TestTotal");
  BOOST_TEST(f.get("place") == "cart_test.go:23");
  BOOST_TEST(f.get("reason") == "expected 3, got 4");
  // Of tests in tests the innermost is told, and an assertion library's block is read.
  const auto inner = read(
      "--- FAIL: TestAll (0.00s)\n    --- FAIL: TestAll/neg (0.00s)\n        Error Trace:\t/x/all_test.go:9\n"
      "        Error:      \tNot equal: \n        Test:       \tTestAll/neg\nFAIL\nexit status 1\n");
  BOOST_TEST(need(inner, "test_failed").get("test") == "TestAll/neg");
  BOOST_TEST(need(inner, "test_failed").get("reason") == "Not equal:");
  for (const auto& g : inner.facts) BOOST_TEST(g.get("test") != "TestAll");
}

BOOST_AUTO_TEST_CASE(tests_of_other_runners_that_failed_have_their_message_and_place) {
  const auto py = read(
      "============================= test session starts ==============================\n"
      "collected 3 items\n"
      "\n"
      "tests/test_cart.py .F.                                                   [100%]\n"
      "\n"
      "=================================== FAILURES ===================================\n"
      "__________________________________ test_total __________________________________\n"
      "\n"
      "    def test_total():\n"
      ">       assert total([1,2]) == 4\n"
      "E       assert 3 == 4\n"
      "E        +  where 3 = total([1, 2])\n"
      "\n"
      "tests/test_cart.py:5: AssertionError\n"
      "=========================== short test summary info ============================\n"
      "FAILED tests/test_cart.py::test_total - assert 3 == 4\n"
      "========================= 1 failed, 2 passed in 0.12s ==========================\n");
  BOOST_TEST(need(py, "test_failed", "test", "test_total").get("reason") == "assert 3 == 4");
  BOOST_TEST(need(py, "test_failed", "test", "test_total").get("place") == "tests/test_cart.py:5");
  const auto jest = read(
      "FAIL src/cart.test.js\n"
      "  cart\n"
      "    ✓ adds (2 ms)\n"
      "    ✕ total adds (5 ms)\n"
      "\n"
      "  ● cart › total adds\n"
      "\n"
      "    expect(received).toBe(expected) // Object.is equality\n"
      "\n"
      "    Expected: 4\n"
      "    Received: 3\n"
      "\n"
      "      3 | test('total adds', () => {\n"
      "    > 5 |   expect(total([1,2])).toBe(4);\n"
      "        |                        ^\n"
      "      at Object.<anonymous> (src/cart.test.js:5:25)\n"
      "\n"
      "Test Suites: 1 failed, 1 total\n"
      "Tests:       1 failed, 1 passed, 2 total\n");
  BOOST_TEST(need(jest, "test_failed", "test", "cart › total adds").get("place") == "src/cart.test.js:5:25");
  const auto cargo = read(
      "running 2 tests\n"
      "test tests::adds ... ok\n"
      "test tests::total ... FAILED\n"
      "\n"
      "failures:\n"
      "\n"
      "---- tests::total stdout ----\n"
      "thread 'tests::total' panicked at src/lib.rs:14:9:\n"
      "assertion `left == right` failed\n"
      "  left: 3\n"
      " right: 4\n"
      "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"
      "\n"
      "\n"
      "failures:\n"
      "    tests::total\n"
      "\n"
      "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n");
  BOOST_TEST(need(cargo, "test_failed", "test", "tests::total").get("place") == "src/lib.rs:14:9");
  BOOST_TEST(need(cargo, "test_failed", "test", "tests::total").get("reason") ==
             "assertion `left == right` failed");
}

BOOST_AUTO_TEST_CASE(a_diff_tells_which_settings_it_changes) {
  const auto d = read(
      "diff --git a/deploy/app.yaml b/deploy/app.yaml\n"
      "index 1234567..89abcde 100644\n"
      "--- a/deploy/app.yaml\n"
      "+++ b/deploy/app.yaml\n"
      "@@ -10,7 +10,7 @@ spec:\n"
      "       containers:\n"
      "       - name: app\n"
      "-        image: shop/api:1.4\n"
      "+        image: shop/api:1.5\n"
      "         env:\n"
      "-          DB_HOST: db-1.internal\n"
      "+          DB_HOST: db-9.internal\n"
      "+          CACHE: off\n"
      "2026-05-12T10:00:01Z ERROR api: lookup db-9.internal: no such host\n"
      "2026-05-12T10:00:02Z ERROR api: lookup db-9.internal: no such host\n");
  const auto& f = need(d, "setting_changed", "key", "DB_HOST");
  BOOST_TEST(f.get("old") == "db-1.internal");
  BOOST_TEST(f.get("new") == "db-9.internal");
  BOOST_TEST(f.get("file") == "deploy/app.yaml");
  BOOST_TEST(need(d, "setting_changed", "key", "CACHE").get("old") == "");
  BOOST_TEST(find(d, "setting_changed", "key", "name") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
