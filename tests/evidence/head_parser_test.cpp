#include "evidence/head_parser.hpp"

#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;
using fm::evidence::test::at;
using fm::evidence::test::parse_lines;

namespace {

const micros noon = at(2025, 7, 7, 12);

}  // namespace

BOOST_AUTO_TEST_CASE(docker_json_files_give_the_line_inside_and_the_time_of_the_runtime) {
  const auto f = parse_lines(
      {R"({"log":"2025-07-07 14:00:00 ERROR pool is exhausted\n","stream":"stderr","time":"2025-07-07T12:00:00.5Z"})",
       R"({"log":"{\"level\":\"warn\",\"msg\":\"a \\\"slow\\\" query\"}\n","stream":"stdout","time":"2025-07-07T12:00:01Z"})",
       R"({"log":"first half ","stream":"stdout","time":"2025-07-07T12:00:02Z"})",
       R"({"log":"second half\n","stream":"stdout","time":"2025-07-07T12:00:02Z"})"});
  BOOST_TEST(f.heads[0].time == noon + 500'000);
  BOOST_TEST(f.heads[0].level == severity::error);
  BOOST_TEST(f.heads[0].message == "pool is exhausted");
  BOOST_TEST(f.heads[1].level == severity::warning);
  BOOST_TEST(f.heads[1].message == "a \"slow\" query");
  BOOST_TEST(!f.heads[2].continuation);
  BOOST_TEST(f.heads[3].continuation);
  BOOST_TEST(f.format.find("Docker") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cri_lines_give_what_the_program_wrote) {
  const auto f =
      parse_lines({"2025-07-07T12:00:00.000000001Z stdout F I0707 11:59:59.999999       1 main.go:12] ready",
                   "2025-07-07T12:00:01.000000001+00:00 stderr P a long ",
                   "2025-07-07T12:00:01.000000002+00:00 stderr F line"});
  BOOST_TEST(f.heads[0].time == noon);
  BOOST_TEST(f.heads[0].level == severity::info);
  BOOST_TEST(f.heads[0].component == "main.go:12");
  BOOST_TEST(f.heads[0].message == "ready");
  BOOST_TEST(f.heads[2].continuation);
  BOOST_TEST(f.heads[2].message == "line");
}

BOOST_AUTO_TEST_CASE(prefixes_of_kubectl_compose_and_stern_become_the_source) {
  const auto k = parse_lines({"[pod/web-6c8868cb6d-qcv2t/app] ERROR: cannot connect"});
  BOOST_TEST(k.heads[0].source == "web-6c8868cb6d-qcv2t/app");
  BOOST_TEST(k.heads[0].level == severity::error);
  BOOST_TEST(k.heads[0].message == "cannot connect");
  const auto c =
      parse_lines({"web-1  | 2025-07-07 12:00:00,000 - DEBUG - hello", "db-1   | ready", "web-1  | bye"});
  BOOST_TEST(c.heads[0].source == "web-1");
  BOOST_TEST(c.heads[0].message == "hello");
  BOOST_TEST(c.heads[1].source == "db-1");
  const auto s = parse_lines({"web-6c8868cb6d-qcv2t app 2025-07-07T12:00:00Z ERROR failed",
                              "web-6c8868cb6d-qcv2t app 2025-07-07T12:00:01Z INFO ok"});
  BOOST_TEST(s.heads[0].source == "web-6c8868cb6d-qcv2t app");
  BOOST_TEST(s.heads[0].message == "failed");
}

BOOST_AUTO_TEST_CASE(times_of_kubectl_may_stand_before_any_format) {
  const auto f = parse_lines(
      {R"(2025-07-07T12:00:00.000000000Z {"level":"error","msg":"Reconciler error","error":"refused"})",
       "2025-07-07T12:00:00.000000000Z E0707 12:00:00.000000       1 x.go:1] broken",
       "2025-07-07T12:00:00.000000000Z level=warn msg=\"disk is filling\"",
       "2025-07-07T12:00:00.000000000Z 2025/07/07 12:00:00 [error] 29#29: *1 upstream timed out",
       "2025-07-07T12:00:00.000000000Z a plain line"});
  for (const auto& h : f.heads) BOOST_TEST(h.time == noon);
  BOOST_TEST(f.heads[0].message == "Reconciler error … refused");
  BOOST_TEST(f.heads[1].message == "broken");
  BOOST_TEST(f.heads[1].level == severity::error);
  BOOST_TEST(f.heads[2].message == "disk is filling");
  BOOST_TEST(f.heads[2].level == severity::warning);
  BOOST_TEST(f.heads[3].message == "*1 upstream timed out");
  BOOST_TEST(f.heads[3].level == severity::error);
  BOOST_TEST(f.heads[4].message == "a plain line");
  BOOST_TEST(!f.heads[4].continuation);
}

BOOST_AUTO_TEST_CASE(json_lines_are_read_by_the_usual_names) {
  const auto f = parse_lines({
      R"({"timestamp": "2025-07-07T12:00:00Z", "level": "INFO", "message": "Payment \"done\"", "pod": "pay-1"})",
      R"({"level":50,"time":1751889600000,"hostname":"web-1","msg":"boom","err":{"type":"Error","message":"refused"}})",
      R"({"t":{"$date":"2025-07-07T12:00:00.000+00:00"},"s":"W","c":"NETWORK","ctx":"c1","msg":"slow","attr":{"x":1}})",
      R"({"@timestamp":"2025-07-07T12:00:00.000Z","log":{"level":"error","logger":"a.b"},"message":"ecs"})",
      R"({"timestamp":"2025-07-07T12:00:00Z","level":"DEBUG","fields":{"message":"from rust"},"target":"app::db"})",
      R"({"ts":1751889600.0,"level":"fatal","logger":"ctrl","msg":"no leader","error":""})",
      R"({"ts":"2025-07-07T12:00:00Z","method":"GET","path":"/cart","status":503})",
      R"({"time":"2025-07-07T12:00:00Z","severity":"ERROR","event":"crash","exception":"KeyError: x\n  File"})",
  });
  for (const auto& h : f.heads) BOOST_TEST(h.time == noon, h.message);
  BOOST_TEST(f.heads[0].message == "Payment \"done\"");
  BOOST_TEST(f.heads[0].source == "pay-1");
  BOOST_TEST(f.heads[1].level == severity::error);
  BOOST_TEST(f.heads[1].message == "boom … refused");
  BOOST_TEST(f.heads[2].level == severity::warning);
  BOOST_TEST(f.heads[2].component == "NETWORK");
  BOOST_TEST(f.heads[3].level == severity::error);
  BOOST_TEST(f.heads[3].component == "a.b");
  BOOST_TEST(f.heads[4].message == "from rust");
  BOOST_TEST(f.heads[5].level == severity::critical);
  BOOST_TEST(f.heads[5].message == "no leader");
  BOOST_TEST(f.heads[6].level == severity::error);
  BOOST_TEST(f.heads[6].message == "GET /cart 503");
  BOOST_TEST(f.heads[7].message == "crash … KeyError: x");
  BOOST_TEST(f.format == "JSON lines");
}

BOOST_AUTO_TEST_CASE(json_that_is_no_record_is_left_alone) {
  const auto f = parse_lines({R"({"a":1,"b":[2]})", R"({"truncated": "at the en)", "{ not json }", "{"});
  for (const auto& h : f.heads) {
    BOOST_TEST(h.time == no_time);
    BOOST_TEST(h.level == severity::none);
  }
  BOOST_TEST(f.heads[0].message == R"({"a":1,"b":[2]})");
}

BOOST_AUTO_TEST_CASE(logfmt_is_read_by_the_same_names) {
  const auto f = parse_lines(
      {R"(time="2025-07-07T12:00:00Z" level=error msg="failed to pull" error="not found" component=kubelet)",
       "ts=2025-07-07T12:00:00Z caller=main.go:12 level=info msg=ok"});
  BOOST_TEST(f.heads[0].time == noon);
  BOOST_TEST(f.heads[0].level == severity::error);
  BOOST_TEST(f.heads[0].message == "failed to pull … not found");
  BOOST_TEST(f.heads[0].component == "kubelet");
  BOOST_TEST(f.heads[1].component == "main.go:12");
  BOOST_TEST(f.format == "logfmt");
}

BOOST_AUTO_TEST_CASE(syslog_gives_host_and_tag_and_what_the_program_states) {
  const auto f = parse_lines(
      {"Jul  7 12:00:00 web-1 sshd[123]: Invalid user admin from 10.0.0.1",
       "Jul  7 12:00:00 web-1 sshd(pam_unix)[124]: authentication failure; rhost=10.0.0.1",
       "Jul  7 12:00:00 web-1 kernel: Out of memory: Killed process 42 (java)",
       "Jul  7 12:00:00 web-1 kubelet[9]: E0707 12:00:00.000001       9 pod.go:1] \"Error syncing pod\"",
       "Jul  7 12:00:00 web-1 app[9]: {\"level\":\"error\",\"msg\":\"json inside\"}",
       "Jul  7 12:00:00 web-1 launchd[1] (com.x.y[3]): Service exited",
       "<11>Jul  7 12:00:00 web-1 cron[7]: job failed"});
  for (const auto& h : f.heads) {
    BOOST_TEST(h.time == noon);
    BOOST_TEST(h.source == "web-1");
  }
  BOOST_TEST(f.heads[0].component == "sshd");
  BOOST_TEST(f.heads[0].message == "Invalid user admin from 10.0.0.1");
  BOOST_TEST(f.heads[1].component == "sshd(pam_unix)");
  BOOST_TEST(f.heads[2].message == "Out of memory: Killed process 42 (java)");
  BOOST_TEST(f.heads[3].level == severity::error);
  BOOST_TEST(f.heads[3].message == "\"Error syncing pod\"");
  BOOST_TEST(f.heads[4].message == "json inside");
  BOOST_TEST(f.heads[5].component == "launchd");
  BOOST_TEST(f.heads[6].level == severity::error);
  BOOST_TEST(f.format == "syslog RFC 3164");
}

BOOST_AUTO_TEST_CASE(syslog_with_iso_times_and_rfc_5424_are_read) {
  const auto iso =
      parse_lines({"2025-07-07T14:00:00.000000+02:00 web-1 systemd[1]: Started foo.service",
                   "2025-07-07T14:00:00.000000+02:00 web-1 sshd[12]: error: maximum attempts exceeded"});
  BOOST_TEST(iso.heads[0].time == noon);
  BOOST_TEST(iso.heads[0].source == "web-1");
  BOOST_TEST(iso.heads[0].component == "systemd");
  BOOST_TEST(iso.heads[0].message == "Started foo.service");
  BOOST_TEST(iso.heads[1].level == severity::error);
  const auto f = parse_lines(
      {R"(<34>1 2025-07-07T12:00:00.000Z db-1 su 77 ID47 [x@1 k="a\]b" l="c"][y] 'su root' failed)",
       "<165>1 2025-07-07T12:00:00Z - app - - - \xEF\xBB\xBFhello"});
  BOOST_TEST(f.heads[0].time == noon);
  BOOST_TEST(f.heads[0].level == severity::critical);
  BOOST_TEST(f.heads[0].component == "su");
  BOOST_TEST(f.heads[0].message == "'su root' failed");
  BOOST_TEST(f.heads[1].level == severity::notice);
  BOOST_TEST(f.heads[1].message == "hello");
}

BOOST_AUTO_TEST_CASE(access_logs_take_their_severity_from_the_status) {
  const auto f =
      parse_lines({R"(10.0.0.1 - - [07/Jul/2025:12:00:00 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl/8")",
                   R"(10.0.0.1 - bob [07/Jul/2025:14:00:00 +0200] "POST /\"y HTTP/1.1" 404 0)",
                   R"(::1 - - [07/Jul/2025:12:00:00 +0000] "GET / HTTP/1.1" 200 12)",
                   "2025/07/07 12:00:00 [error] 29#29: *12 connect() failed"});
  for (const auto& h : f.heads) BOOST_TEST(h.time == noon);
  BOOST_TEST(f.heads[0].level == severity::error);
  BOOST_TEST(f.heads[0].message == R"("GET /x HTTP/1.1" 502)");
  BOOST_TEST(f.heads[0].source == "10.0.0.1");
  BOOST_TEST(f.heads[1].level == severity::notice);
  BOOST_TEST(f.heads[2].level == severity::info);
  BOOST_TEST(f.heads[3].level == severity::error);
  BOOST_TEST(f.heads[3].message == "*12 connect() failed");
  BOOST_TEST(f.format == "access log");
  const auto envoy = parse_lines({R"([2025-07-07T12:00:00.000Z] "GET /cart HTTP/1.1" 503 UF 0 91)"});
  BOOST_TEST(envoy.heads[0].level == severity::error);
  BOOST_TEST(envoy.heads[0].time == noon);
}

BOOST_AUTO_TEST_CASE(postgres_details_continue_their_error) {
  const auto f =
      parse_lines({"2025-07-07 12:00:00.000 UTC [123] app@shop FATAL:  sorry, too many clients already",
                   "2025-07-07 12:00:00.000 UTC [123] app@shop DETAIL:  the limit is 100",
                   "2025-07-07 12:00:00.000 UTC [123] app@shop STATEMENT:  SELECT 1",
                   "2025-07-07 12:00:00.000 UTC [1] LOG:  checkpoint starting: time",
                   "2025-07-07 12:00:00.000 UTC [9]: [1-1] user=a,db=b ERROR:  relation \"x\" does not exist",
                   "\tLIMIT 5"});
  BOOST_TEST(f.heads[0].time == noon);
  BOOST_TEST(f.heads[0].level == severity::critical);
  BOOST_TEST(f.heads[0].component == "app@shop");
  BOOST_TEST(f.heads[0].message == "sorry, too many clients already");
  BOOST_TEST(f.heads[1].continuation);
  BOOST_TEST(f.heads[1].message == "DETAIL:  the limit is 100");
  BOOST_TEST(f.heads[2].continuation);
  BOOST_TEST(f.heads[3].level == severity::info);
  BOOST_TEST(f.heads[3].message == "checkpoint starting: time");
  BOOST_TEST(f.heads[4].level == severity::error);
  BOOST_TEST(f.heads[5].continuation);
  BOOST_TEST(f.format == "PostgreSQL");
}

namespace {

struct text_example {
  const char* what;
  std::vector<std::string_view> lines;  // the expectations are about the last one
  severity level;
  const char* component;
  const char* message;
};

}  // namespace

BOOST_AUTO_TEST_CASE(heads_of_text_logs_are_stripped) {
  const text_example all[] = {
      {"klog",
       {"W0707 12:00:00.000000       1 reflector.go:138] watch closed"},
       severity::warning,
       "reflector.go:138",
       "watch closed"},
      {"python logging",
       {"2025-07-07 12:00:00,000 - DEBUG - Starting new HTTP connection (1): localhost:5000"},
       severity::debug,
       "",
       "Starting new HTTP connection (1): localhost:5000"},
      {"python with names",
       {"2025-07-07 12:00:00,000 - my.app - ERROR - it broke"},
       severity::error,
       "my.app",
       "it broke"},
      {"log4j",
       {"2025-07-07 12:00:00,000 INFO [main] org.apache.kafka.Server: started",
        "2025-07-07 12:00:00,000 ERROR [worker 2] org.apache.kafka.Log: no space left"},
       severity::error,
       "org.apache.kafka.Log",
       "no space left"},
      {"logback",
       {"2025-07-07 12:00:00.000 [main] ERROR c.e.shop.Cart - it broke"},
       severity::error,
       "c.e.shop.Cart",
       "it broke"},
      {"spring",
       {"2025-07-07 12:00:00.000  WARN 1 --- [nio-8080-exec-1] o.s.w.Dispatcher                         : no "
        "mapping"},
       severity::warning,
       "o.s.w.Dispatcher",
       "no mapping"},
      {"spring 3",
       {"2025-07-07T12:00:00.000Z ERROR 1 --- [shop] [nio-8080-exec-1] c.e.shop.Cart : it broke"},
       severity::error,
       "c.e.shop.Cart",
       "it broke"},
      {"go",
       {"2025/07/07 12:00:00 listening", "2025/07/07 12:00:00 cannot bind: address in use"},
       severity::none,
       "",
       "cannot bind: address in use"},
      {"go with file",
       {"2025/07/07 12:00:00 main.go:12: cannot bind"},
       severity::none,
       "main.go:12",
       "cannot bind"},
      {"redis",
       {"1:M 07 Jul 2025 12:00:00.000 # OOM command not allowed"},
       severity::warning,
       "",
       "OOM command not allowed"},
      {"nginx",
       {"2025/07/07 12:00:00 [error] 29#29: *1 open() failed"},
       severity::error,
       "",
       "*1 open() failed"},
      {"mysql",
       {"2025-07-07T12:00:00.000000Z 0 [System] [MY-010116] [Server] starting",
        "2025-07-07T12:00:00.000000Z 12 [ERROR] [MY-012592] [InnoDB] Operating system error number 28"},
       severity::error,
       "",
       "Operating system error number 28"},
      {"rabbitmq",
       {"2025-07-07 12:00:00.000000+00:00 [warning] <0.229.0> memory alarm"},
       severity::warning,
       "",
       "memory alarm"},
      {"elasticsearch",
       {"[2025-07-07T12:00:00,000][WARN ][o.e.m.j.JvmGcMonitorService] [node-1] overhead"},
       severity::warning,
       "",
       "overhead"},
      {"zookeeper",
       {"2025-07-07 12:00:00,000 - WARN  [SendWorker:18:QuorumCnxManager$SendWorker@688] - Interrupted while "
        "waiting"},
       severity::warning,
       "",
       "Interrupted while waiting"},
      {"hdfs",
       {"250707 120000 148 WARN dfs.DataNode$DataXceiver: got exception while serving blk_1"},
       severity::warning,
       "dfs.DataNode$DataXceiver",
       "got exception while serving blk_1"},
      {"spark",
       {"25/07/07 12:00:00 ERROR executor.Executor: Exception in task 1.0"},
       severity::error,
       "executor.Executor",
       "Exception in task 1.0"},
      {"bgl",
       {"- 1751889600 2025.07.07 R02-M1-N0-C:J12-U11 2025-07-07-05.00.00.363779 R02-M1-N0-C:J12-U11 RAS "
        "KERNEL FATAL data TLB error"},
       severity::critical,
       "KERNEL",
       "data TLB error"},
      {"openstack",
       {"nova.log.1 2025-07-07 12:00:00.000 25746 INFO nova.a.b [req-1 - - -] GET",
        "nova.log.1 2025-07-07 12:00:00.000 25746 INFO nova.a.b [req-2 - - -] PUT",
        "nova.log.1 2025-07-07 12:00:00.000 25746 WARNING nova.virt.cache [req-3 a b -] Unknown base file"},
       severity::warning,
       "nova.virt.cache",
       "Unknown base file"},
      {"android",
       {"07-07 12:00:00.000  1702  2395 E WindowManager: no window"},
       severity::error,
       "WindowManager",
       "no window"},
      {"windows",
       {"2025-07-07 12:00:00, Info                  CBS    Loaded",
        "2025-07-07 12:00:00, Info                  CSI    Done",
        "2025-07-07 12:00:00, Warning               CBS    Failed to load"},
       severity::warning,
       "CBS",
       "Failed to load"},
      {"health app",
       {"20250707-12:00:00:000|Step_LSC|3000|a 1", "20250707-12:00:00:000|Step_SPU|3000|b 2",
        "20250707-12:0:0:0|Step_LSC|3000|onExtend:1 2"},
       severity::none,
       "Step_LSC",
       "onExtend:1 2"},
      {"apache 2.2",
       {"[Mon Jul 07 12:00:00 2025] [error] child in error state 6"},
       severity::error,
       "",
       "child in error state 6"},
      {"apache 2.4",
       {"[Mon Jul 07 12:00:00.000000 2025] [core:error] [pid 1:tid 2] AH00126: Invalid URI"},
       severity::error,
       "core",
       "AH00126: Invalid URI"},
      {"rails",
       {"E, [2025-07-07T12:00:00.000000 #123] ERROR -- : it broke"},
       severity::error,
       "",
       "it broke"},
      {"tomcat", {"07-Jul-2025 12:00:00.000 SEVERE [main] it broke"}, severity::error, "", "it broke"},
      {"celery",
       {"[2025-07-07 12:00:00,000: ERROR/ForkPoolWorker-1] Task raised"},
       severity::error,
       "",
       "Task raised"},
      {"date and shell",
       {"Mon Jul  7 12:00:00 UTC 2025 ERROR: Failed to connect to database: timeout"},
       severity::error,
       "",
       "Failed to connect to database: timeout"},
      {"severity first", {"[ERROR] 2025-07-07T12:00:00Z it broke"}, severity::error, "", "it broke"},
      {"cassandra",
       {"WARN  [Service Thread] 2025-07-07 12:00:00,000 GCInspector.java:282 - long pause"},
       severity::warning,
       "GCInspector.java:282",
       "long pause"},
      {"service name",
       {"2025-07-07T12:00:00Z [ERROR] auth-service - no session"},
       severity::error,
       "auth-service",
       "no session"},
  };
  for (const auto& e : all) {
    const auto f = parse_lines(e.lines);
    const auto& h = f.heads.back();
    BOOST_TEST(h.time == noon, e.what << ": off by " << (h.time - noon) / 1'000'000 << " s");
    BOOST_TEST(h.level == e.level, e.what << ": " << h.level);
    BOOST_TEST(h.component == e.component, e.what << ": " << h.component);
    BOOST_TEST(h.message == e.message, e.what << ": " << h.message);
    BOOST_TEST(!h.continuation, e.what);
  }
}

BOOST_AUTO_TEST_CASE(heads_without_a_time_are_stripped_too) {
  const auto f = parse_lines({"INFO:     Started server process [1]", "ERROR:app:cannot connect to db",
                              "[WARN] disk is filling", "E/AndroidRuntime( 1234): it broke", "<err> it broke",
                              "plain words with an ERROR inside"});
  BOOST_TEST(f.heads[0].level == severity::info);
  BOOST_TEST(f.heads[0].message == "Started server process [1]");
  BOOST_TEST(f.heads[1].level == severity::error);
  BOOST_TEST(f.heads[1].component == "app");
  BOOST_TEST(f.heads[1].message == "cannot connect to db");
  BOOST_TEST(f.heads[2].level == severity::warning);
  BOOST_TEST(f.heads[3].level == severity::error);
  BOOST_TEST(f.heads[3].message == "it broke");
  BOOST_TEST(f.heads[4].level == severity::error);
  BOOST_TEST(f.heads[5].level == severity::none);
  BOOST_TEST(f.heads[5].message == "plain words with an ERROR inside");
}

BOOST_AUTO_TEST_CASE(a_severity_in_the_middle_of_a_message_does_not_count) {
  const auto f = parse_lines(
      {"2025-07-07 12:00:00 INFO request failed with ERROR 5", "2025-07-07 12:00:00 INFO error count is 0",
       "2025-07-07 12:00:00 INFO no fatal problems at 2025-07-08 00:00:00", "2025-07-07 12:00:00 INFO done"});
  for (const auto& h : f.heads) {
    BOOST_TEST(h.level == severity::info);
    BOOST_TEST(h.time == noon);
  }
  BOOST_TEST(f.heads[1].message == "error count is 0");
  BOOST_TEST(f.heads[2].message == "no fatal problems at 2025-07-08 00:00:00");
  const auto bare =
      parse_lines({"2025-07-07 12:00:00 error while reading is normal", "2025-07-07 12:00:00 all is well",
                   "2025-07-07 12:00:00 going on", "2025-07-07 12:00:00 started with 3 warnings"});
  for (const auto& h : bare.heads) BOOST_TEST(h.level == severity::none, h.message);
  BOOST_TEST(bare.heads[0].message == "error while reading is normal");
}

BOOST_AUTO_TEST_CASE(columns_of_a_format_never_seen_are_learned) {
  std::vector<std::string> text;
  const char* const words[] = {"cache warmed", "peer joined", "peer left the group", "snapshot written",
                               "retrying"};
  for (int i = 0; i < 40; ++i)
    text.push_back("node" + std::to_string(i % 4) + "/zone-a 2025-07-07 12:00:00 <" + std::to_string(i) +
                   "> Svc" + std::to_string(i % 3) + ".core [tx-" + std::to_string(i * 7) + "] WARN | " +
                   words[i % 5]);
  const auto f = parse_lines(std::vector<std::string_view>(text.begin(), text.end()));
  for (std::size_t i = 0; i < text.size(); ++i) {
    BOOST_TEST(f.heads[i].time == noon);
    BOOST_TEST(f.heads[i].level == severity::warning);
    BOOST_TEST(f.heads[i].message == words[i % 5]);
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_one_line_and_a_parser_that_learned_nothing_still_read) {
  head_parser parser({time_zone{}, at(2025, 10, 9)});
  const auto h = parser.parse("2025-07-07 12:00:00 ERROR it broke\r\n");
  BOOST_TEST(h.time == noon);
  BOOST_TEST(h.level == severity::error);
  BOOST_TEST(h.message == "it broke");
  BOOST_TEST(parser.parse("").message.empty());
}

BOOST_AUTO_TEST_CASE(views_of_a_line_point_into_the_line) {
  head_parser parser;
  const std::string line = "2025-07-07 12:00:00 ERROR [main] a.b.C - it broke";
  const auto h = parser.parse(line);
  BOOST_TEST((h.message.data() >= line.data() && h.message.data() < line.data() + line.size()));
}

BOOST_AUTO_TEST_CASE(the_year_of_a_file_without_years_comes_from_its_end) {
  const auto f = parse_lines({"Nov 14 15:16:01 combo sshd[1]: first", "Dec 31 23:59:59 combo sshd[1]: late",
                              "Jan  1 00:00:00 combo sshd[1]: early", "Feb  2 10:00:00 combo sshd[1]: last"});
  BOOST_TEST(f.heads[0].time == at(2024, 11, 14, 15, 16, 1));
  BOOST_TEST(f.heads[1].time == at(2024, 12, 31, 23, 59, 59));
  BOOST_TEST(f.heads[2].time == at(2025, 1, 1));
  BOOST_TEST(f.heads[3].time == at(2025, 2, 2, 10));
  BOOST_TEST(f.noted("no year"));
  const auto bracketed =
      parse_lines({"[11.30 16:49:06] chrome.exe - opened", "[12.30 16:49:06] chrome.exe - opened",
                   "[01.30 16:49:06] chrome.exe - closed"});
  BOOST_TEST(bracketed.heads[0].time == at(2024, 11, 30, 16, 49, 6));
  BOOST_TEST(bracketed.heads[2].time == at(2025, 1, 30, 16, 49, 6));
  BOOST_TEST(f.noted("without a time zone were read as UTC"));
}
