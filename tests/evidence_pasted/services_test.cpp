#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(outputs_about_services)

BOOST_AUTO_TEST_CASE(a_unit_that_cannot_be_executed_is_told_from_one_that_failed_by_itself) {
  const std::string head =
      "     Loaded: loaded (/etc/systemd/system/relay.service; enabled; preset: disabled)\n";
  const auto exec = read("\u00d7 relay.service - Mail relay\n" + head +
                         "     Active: failed (Result: exit-code) since Wed 2026-04-08 11:20:00 UTC; 9s ago\n"
                         "    Process: 77 ExecStart=/srv/relay/run --fast (code=exited, status=203/EXEC)\n");
  const auto& f = need(exec, "unit_exec_failed");
  BOOST_TEST(f.get("unit") == "relay.service");
  BOOST_TEST(f.get("command") == "/srv/relay/run");
  BOOST_TEST(f.first == 1'775'647'200'000'000);
  const auto own = read("● relay.service - Mail relay\n" + head +
                        "     Active: failed (Result: exit-code) since Wed 2026-04-08 11:20:00 UTC; 9s ago\n"
                        "   Main PID: 80 (code=exited, status=1/FAILURE)\n");
  BOOST_TEST((need(own, "unit_failed").role == role::symptom));
  const auto user = read(
      "● relay.service - Mail relay\n" + head +
      "     Active: activating (auto-restart) (Result: exit-code) since Wed 2026-04-08 11:20:00 UTC; 9s ago\n"
      "    Process: 77 ExecStart=/srv/relay/run (code=exited, status=217/USER)\n");
  BOOST_TEST(need(user, "unit_setup_failed").get("status") == "217/USER");
}

BOOST_AUTO_TEST_CASE(a_running_unit_speaks_for_health) {
  const auto d = read(
      "● cache.service - Cache\n     Loaded: loaded (/usr/lib/systemd/system/cache.service; enabled)\n"
      "     Active: active (running) since Sun 2026-01-04 10:00:00 UTC; 3 days ago\n   Main PID: 9 "
      "(cached)\n");
  BOOST_TEST(trouble(d) == 0);
  need(d, "unit_active");
}

BOOST_AUTO_TEST_CASE(lines_of_the_journal_below_a_unit_stay_log_lines) {
  const auto d = read(
      "● shop.service - Shop\n     Loaded: loaded (/etc/systemd/system/shop.service; enabled)\n"
      "     Active: failed (Result: exit-code) since Wed 2026-04-08 11:20:00 UTC; 9s ago\n\n"
      "Apr 08 11:19:59 host7 shop[12]: FATAL could not open /var/lib/shop/db: No space left on device\n"
      "Apr 08 11:20:00 host7 systemd[1]: shop.service: Main process exited, code=exited, status=1/FAILURE\n");
  BOOST_TEST((d.kind == kind::log));
  BOOST_TEST(need(d, "disk_full").quote_line == 5u);
  need(d, "unit_failed");
}

BOOST_AUTO_TEST_CASE(of_a_history_of_releases_the_last_state_counts) {
  const std::string head =
      "REVISION\tUPDATED                 \tSTATUS         \tCHART     \tAPP VERSION\tDESCRIPTION\n";
  const auto hangs =
      read("$ helm history mailer\n" + head +
           "11\tMon May  4 10:00:00 2026\tdeployed       \tmail-0.9.1\t0.9        \tUpgrade complete\n"
           "12\tTue May  5 10:00:00 2026\tpending-rollback\tmail-0.9.0\t0.9       \tRollback to 10\n");
  const auto& f = need(hangs, "release_pending");
  BOOST_TEST(f.get("release") == "mailer");
  BOOST_TEST(f.get("revision") == "12");
  BOOST_TEST(f.get("good") == "11");
  const auto well =
      read(head +
           "1\tMon May  4 10:00:00 2026\tfailed         \tmail-0.9.1\t0.9        \tUpgrade failed\n"
           "2\tTue May  5 10:00:00 2026\tdeployed       \tmail-0.9.1\t0.9        \tUpgrade complete\n");
  BOOST_TEST(trouble(well) == 0);
}

BOOST_AUTO_TEST_CASE(a_list_of_releases_names_those_that_hang) {
  const auto d = read(
      "NAME      NAMESPACE   REVISION  UPDATED                                  STATUS           CHART       "
      "   APP VERSION\n"
      "ledger    bank        3         2026-02-14 05:41:10.001 +0000 UTC        deployed         "
      "ledger-1.0.0   1.0\n"
      "statement bank        8         2026-02-15 05:41:10.001 +0000 UTC        pending-install  stmt-2.0.0  "
      "   2.0\n");
  BOOST_TEST(need(d, "release_pending").get("release") == "statement");
  BOOST_TEST(need(d, "release_deployed").get("release") == "ledger");
}

BOOST_AUTO_TEST_CASE(partitions_without_leader_or_replicas_are_found) {
  const auto d = read(
      "Topic: clicks\tTopicId: Zz\tPartitionCount: 2\tReplicationFactor: 3\tConfigs: "
      "min.insync.replicas=2,retention.ms=1\n"
      "\tTopic: clicks\tPartition: 0\tLeader: 4\tReplicas: 4,5,6\tIsr: 4,6\n\tTopic: clicks\tPartition: "
      "1\tLeader: -1\tReplicas: 5,6,4\tIsr: 5\n");
  BOOST_TEST(need(d, "partition_behind").get("partition") == "0");
  const auto& f = need(d, "partition_without_leader");
  BOOST_TEST(f.get("partition") == "1");
  BOOST_TEST(f.get("least") == "2");
  const auto well = read(
      "Topic: a\tPartitionCount: 1\tReplicationFactor: 2\tConfigs:\n\tTopic: a\tPartition: 0\tLeader: "
      "1\tReplicas: 1,2\tIsr: 2,1\n");
  BOOST_TEST(trouble(well) == 0);
}

BOOST_AUTO_TEST_CASE(a_queue_that_nobody_reads_is_found) {
  const auto d = read(
      "Timeout: 60.0 seconds ...\nListing queues for vhost / "
      "...\nname\tmessages\tconsumers\nmail\t0\t2\nthumbnails\t88123\t0\n");
  BOOST_TEST(need(d, "queue_without_consumer").get("queue") == "thumbnails");
  BOOST_TEST((find(d, "queue_without_consumer", "queue", "mail") == nullptr));
}

BOOST_AUTO_TEST_CASE(cells_of_a_framed_table_go_on_in_the_next_line_and_its_head_is_no_error) {
  const auto d = read(
      "+----------------------+------------------+---------+----------------+\n"
      "|       ENDPOINT       |        ID        | DB SIZE |     ERRORS     |\n"
      "+----------------------+------------------+---------+----------------+\n"
      "| https://10.9.0.4:2379 | aa01             |  8.6 GB |                |\n"
      "| https://10.9.0.5:2379 | aa02             |  8.6 GB | memberID:77    |\n"
      "|                      |                  |         | alarm:CORRUPT  |\n"
      "+----------------------+------------------+---------+----------------+\n");
  BOOST_TEST(d.facts.size() == 1u);
  const auto& f = need(d, "member_alarm");
  BOOST_TEST(f.get("alarm") == "CORRUPT");
  BOOST_TEST(f.get("member") == "https://10.9.0.5:2379");
}

BOOST_AUTO_TEST_CASE(events_are_read_without_the_object_that_they_belong_to) {
  const auto d = read(
      "Events:\n  Type     Reason                 Age                From     Message\n  ----     ------     "
      "            ----               ----     -------\n"
      "  Normal   NodeHasSufficientMemory 9h                kubelet  Node big-3 status is now: "
      "NodeHasSufficientMemory\n"
      "  Warning  EvictionThresholdMet   2m (x9 over 1h)    kubelet  Attempting to reclaim memory\n");
  BOOST_TEST(need(d, "node_pressure").get("condition") == "EvictionThresholdMet");
}

BOOST_AUTO_TEST_CASE(a_target_that_is_down_is_told_from_one_that_is_up) {
  const auto d = read(
      "# HELP mysql_up Whether MySQL answers, an error otherwise.\n# TYPE mysql_up "
      "gauge\nmysql_up{instance=\"10.7.0.1:3306\"} 0\n"
      "mysql_up{instance=\"10.7.0.2:3306\"} 1\n# TYPE http_errors_total "
      "counter\nhttp_errors_total{job=\"x\"} 1\n");
  BOOST_TEST(need(d, "target_down").get("target") == "10.7.0.1:3306");
  BOOST_TEST((find(d, "target_down", "target", "10.7.0.2:3306") == nullptr));
  BOOST_TEST((find(d, "metric_reports_error") == nullptr));
  for (const auto& f : d.facts) BOOST_TEST(!f.quote.starts_with("#"));
}

BOOST_AUTO_TEST_CASE(containers_are_judged_by_their_states) {
  const auto d = read(
      "CONTAINER ID   IMAGE            COMMAND      CREATED       STATUS                       PORTS     "
      "NAMES\n"
      "a1             acme/api:3       \"run\"        2 hours ago   Exited (139) 2 minutes ago             "
      "api\n"
      "a2             acme/mail:1      \"run\"        2 hours ago   Restarting (1) 5 seconds ago           "
      "mail\n"
      "a3             redis:7          \"redis\"      2 hours ago   Up 2 hours                   6379/tcp  "
      "cache\n"
      "a4             acme/once:1      \"run\"        2 hours ago   Exited (0) 2 hours ago                 "
      "once\n");
  BOOST_TEST(need(d, "exit_code").get("exit_code") == "139");
  BOOST_TEST(need(d, "exit_code").get("container") == "api");
  BOOST_TEST(need(d, "crash_loop").subject == "mail");
  need(d, "container_up", "container", "cache");
  BOOST_TEST(d.facts.size() == 3u);
}

BOOST_AUTO_TEST_CASE(members_of_a_cluster_that_do_not_run_or_do_not_see_each_other_are_named) {
  const auto d = read(
      "Cluster status of node hare@b1 ...\nBasics\n\nCluster name: hares\n\nDisk "
      "Nodes\n\nhare@b1\nhare@b2\nhare@b3\n\nRunning Nodes\n\n"
      "hare@b1\nhare@b3\n\nAlarms\n\nFree disk space alarm on node hare@b3\n\nNetwork Partitions\n\nNode "
      "hare@b1 cannot communicate with hare@b3\n");
  BOOST_TEST(need(d, "broker_not_running").get("node") == "hare@b2");
  BOOST_TEST(need(d, "broker_alarm").get("node") == "hare@b3");
  BOOST_TEST(need(d, "partition_detected").get("unreachable") == "hare@b3");
}

BOOST_AUTO_TEST_CASE(containers_of_compose_are_judged_by_their_states) {
  const auto d = read(
      "NAME             IMAGE          COMMAND                  SERVICE   CREATED        STATUS              "
      "        PORTS\n"
      "shop-api-1       shop/api:1.4   \"python main.py\"         api       2 hours ago    Exited (137) 3 "
      "minutes ago  \n"
      "shop-db-1        postgres:15    \"docker-entrypoint.s…\"   db        2 hours ago    Up 2 hours "
      "(unhealthy)      5432/tcp\n"
      "shop-web-1       nginx:1.25     \"/docker-entrypoint.…\"   web       2 hours ago    Up 2 hours        "
      "          0.0.0.0:80->80/tcp\n");
  BOOST_TEST(need(d, "exit_code", "exit_code", "137").subject == "shop-api-1");
  BOOST_TEST(need(d, "probe_failed").subject == "shop-db-1");
  const auto old = read(
      "     Name                   Command               State           Ports\n"
      "-----------------------------------------------------------------------\n"
      "shop_api_1       python main.py                 Exit 137\n"
      "shop_db_1        docker-entrypoint.sh postgres  Up (unhealthy)   5432/tcp\n");
  BOOST_TEST(need(old, "exit_code", "exit_code", "137").subject == "shop_api_1");
  BOOST_TEST(need(old, "probe_failed").subject == "shop_db_1");
}

BOOST_AUTO_TEST_CASE(a_certificate_has_expired_by_the_time_of_its_text) {
  const std::string dates = "subject=CN = shop.example.com\nnotAfter=May  2 00:00:00 2026 GMT\n";
  const auto d = read("$ date\nTue May 12 10:00:00 UTC 2026\n" + dates);
  const auto& f = need(d, "certificate_expired");
  BOOST_TEST(f.get("target") == "shop.example.com");
  BOOST_TEST(f.get("expiry") == "May  2 00:00:00 2026 GMT");
  BOOST_TEST(find(read("$ date\nTue Apr 14 10:00:00 UTC 2026\n" + dates), "certificate_expired") == nullptr);
  // Without a time of its own nothing is known, unless the caller says when it is read.
  BOOST_TEST(find(read(dates), "certificate_expired") == nullptr);
}

BOOST_AUTO_TEST_CASE(who_has_most_sessions_of_a_database_is_named_with_their_state) {
  const auto d = read(
      "2026-05-12 10:00:01.123 UTC [812] FATAL:  sorry, too many clients already\n"
      "2026-05-12 10:00:02.123 UTC [813] FATAL:  sorry, too many clients already\n"
      "$ psql -c \"select pid, usename, application_name, client_addr, state from pg_stat_activity\"\n"
      " pid  | usename | application_name | client_addr | state\n"
      "------+---------+------------------+-------------+---------------------\n"
      "  101 | app     | checkout         | 10.0.0.5    | idle in transaction\n"
      "  102 | app     | checkout         | 10.0.0.5    | idle in transaction\n"
      "  103 | app     | checkout         | 10.0.0.5    | idle in transaction\n"
      "  104 | app     | checkout         | 10.0.0.5    | idle in transaction\n"
      "  105 | app     | checkout         | 10.0.0.5    | idle in transaction\n"
      "  106 | app     | checkout         | 10.0.0.5    | active\n"
      "  107 | app     | search           | 10.0.0.6    | idle\n"
      "  108 | admin   | psql             |             | active\n"
      "(8 rows)\n");
  const auto& f = need(d, "connections_held");
  BOOST_TEST(f.get("holder") == "checkout");
  BOOST_TEST(f.get("state") == "idle in transaction");
  BOOST_TEST(f.count == 6u);
  BOOST_TEST((f.role == role::context));
  const auto my = read(
      "ERROR 1040 (HY000): Too many connections\n"
      "mysql> show processlist;\n"
      "+-----+------+----------------+------+---------+------+-------+------------------+\n"
      "| Id  | User | Host           | db   | Command | Time | State | Info             |\n"
      "+-----+------+----------------+------+---------+------+-------+------------------+\n"
      "|  12 | app  | web1:52341     | shop | Sleep   |  400 |       | NULL             |\n"
      "|  13 | app  | web1:52342     | shop | Sleep   |  410 |       | NULL             |\n"
      "|  14 | app  | web1:52343     | shop | Sleep   |  420 |       | NULL             |\n"
      "|  15 | app  | web1:52344     | shop | Sleep   |  430 |       | NULL             |\n"
      "|  16 | app  | web1:52345     | shop | Sleep   |  440 |       | NULL             |\n"
      "|  17 | root | localhost      | NULL | Query   |    0 | init  | show processlist |\n"
      "+-----+------+----------------+------+---------+------+-------+------------------+\n"
      "6 rows in set (0.00 sec)\n");
  BOOST_TEST(need(my, "connections_held").get("holder") == "app");
  BOOST_TEST(need(my, "connections_held").get("state") == "Sleep");
}

BOOST_AUTO_TEST_CASE(the_session_that_the_others_wait_for_is_named) {
  const auto d = read(
      "2026-05-12 10:00:01.123 UTC [812] ERROR:  canceling statement due to lock timeout\n"
      " pid | usename | state               | blocked_by | query\n"
      "-----+---------+---------------------+------------+------------------\n"
      " 201 | report  | idle in transaction | {}         | UPDATE stock SET n = 1\n"
      " 202 | app     | active              | {201}      | UPDATE stock SET n = 2\n"
      " 203 | app     | active              | {201,202}  | UPDATE stock SET n = 3\n"
      "(3 rows)\n");
  const auto& f = need(d, "session_blocks");
  BOOST_TEST(f.get("session") == "201");
  BOOST_TEST(f.get("holder") == "report");
  BOOST_TEST(f.get("state") == "idle in transaction");
}

BOOST_AUTO_TEST_SUITE_END()
