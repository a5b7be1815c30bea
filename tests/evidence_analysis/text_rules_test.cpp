#include "evidence/text_rules.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

using fm::evidence::rule_match;
using fm::evidence::text_rules;

namespace {

struct sample {
  const char* text;
  const char* rule;
  const char* slot;  // a slot that must be found, or ""
  const char* value;
};
std::ostream& operator<<(std::ostream& out, const sample& s) { return out << s.text; }

const sample samples[] = {
    {R"("message": "pods is forbidden: User \"system:serviceaccount:ci:runner\" cannot get resource \"pods\" in API group \"\" in the namespace \"ci\"",)",
     "rbac_forbidden", "user", "system:serviceaccount:ci:runner"},
    {"FATAL:  sorry, too many clients already", "connections_exhausted", "", ""},
    {"OOM command not allowed when used memory > 'maxmemory'.", "memory_limit_reached", "", ""},
    {"Out of memory: Killed process 4242 (java) total-vm:8032kB", "oom_killed", "process", "java"},
    {"java.lang.OutOfMemoryError: Java heap space", "memory_exhausted", "", ""},
    {"could not write to file \"pg_wal/x\": No space left on device", "disk_full", "", ""},
    {"HikariPool-1 - Connection is not available, request timed out after 30000ms.", "pool_exhausted", "pool",
     "HikariPool-1"},
    {"QueuePool limit of size 5 overflow 10 reached, connection timed out", "pool_exhausted", "", ""},
    {"x509: certificate has expired or is not yet valid: current time 2026", "certificate_expired", "", ""},
    {"x509: certificate signed by unknown authority", "certificate_untrusted", "", ""},
    {"dial tcp: lookup payments.prod.svc on 10.96.0.10:53: no such host", "dns_failure", "host",
     "payments.prod.svc"},
    {"getaddrinfo ENOTFOUND cache.internal", "dns_failure", "host", "cache.internal"},
    {"dial tcp 10.1.2.3:5432: connect: connection refused", "connection_refused", "target", "10.1.2.3:5432"},
    {"Can't connect to MySQL server on 'orders-db.internal' (111)", "database_unreachable", "target",
     "orders-db.internal"},
    {"connect() failed (111: Connection refused) while connecting to upstream, upstream: "
     "\"http://10.0.0.5:8080/x\"",
     "upstream_down", "target", "http://10.0.0.5:8080"},
    {"password authentication failed for user \"shop\"", "auth_failed", "user", "shop"},
    {"pods is forbidden: User \"system:serviceaccount:a:b\" cannot list resource \"pods\" in API group \"\" "
     "in the namespace "
     "\"a\"",
     "rbac_forbidden", "verb", "list"},
    {"open /etc/app/key.pem: permission denied", "permission_denied", "path", "/etc/app/key.pem"},
    {"ModuleNotFoundError: No module named 'requests'", "module_missing", "object", "requests"},
    {"exec: \"pyhton\": executable file not found in $PATH", "command_missing", "command", "pyhton"},
    {"ERROR: relation \"invoices\" does not exist", "object_missing", "object", "invoices"},
    {"listen tcp :8080: bind: address already in use", "port_in_use", "", ""},
    {"deadlock detected", "deadlock", "", ""},
    {"duplicate key value violates unique constraint \"users_pkey\"", "constraint_violated", "object",
     "users_pkey"},
    {"syntax error at or near \"SELCT\"", "sql_invalid", "near", "SELCT"},
    {"HTTP 429 Too Many Requests", "rate_limited", "", ""},
    {"too many open files", "too_many_files", "", ""},
    {"panic: runtime error: index out of range", "application_crash", "", ""},
    {"DATABASE_URL environment variable is not set", "env_missing", "", ""},
    {"Network partition detected between rabbit@a and rabbit@b", "partition_detected", "", ""},
    {"Readiness probe failed: HTTP probe failed with statuscode: 503", "probe_failed", "probe", "Readiness"},
    {"context deadline exceeded", "timeout", "", ""},
};

const char* harmless[] = {
    "order 17 stored in 4 ms",  "0 errors, 0 failures in 120 tests", "health check ok errors=0 timeouts=0",
    "error handler registered", "finished without errors",           "retrying on error is enabled",
    "GET /index.html 200",      "Starting server on port 8080",
};

std::string slot_of(const rule_match& m, const std::string& name) {
  for (const auto& s : m.slots)
    if (s.name == name) return s.value;
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_on_text)

BOOST_DATA_TEST_CASE(a_message_is_recognised_with_what_it_names, boost::unit_test::data::make(samples), s) {
  const auto rules = text_rules::in_use();
  auto m = rules->match(s.text);
  BOOST_TEST(m.id() == s.rule);
  if (*s.slot) BOOST_TEST(slot_of(m, s.slot) == s.value);
}

BOOST_DATA_TEST_CASE(slots_are_parts_of_the_message, boost::unit_test::data::make(samples), s) {
  const auto rules = text_rules::in_use();
  auto m = rules->match(s.text);
  std::string text = s.text;
  for (const auto& slot : m.slots) BOOST_TEST(text.find(slot.value) != std::string::npos);
  BOOST_TEST(m.begin <= m.end);
  BOOST_TEST(m.end <= text.size());
}

BOOST_DATA_TEST_CASE(denied_and_ordinary_messages_are_no_trouble, boost::unit_test::data::make(harmless),
                     text) {
  const auto rules = text_rules::in_use();
  const auto m = rules->match(text);
  BOOST_TEST((!m || m.rule->role == fm::evidence::role::healthy), m.id());
  BOOST_TEST(!text_rules::sounds_wrong(text));
}

BOOST_DATA_TEST_CASE(one_pass_finds_what_the_rules_and_the_signs_each_look_for,
                     boost::unit_test::data::make(samples), s) {
  const auto rules = text_rules::in_use();
  for (const std::size_t before : {0u, 900u, 1'020u, 4'090u}) {  // signs stand at the beginning only
    for (const std::string_view sign : {"", " rc=3", " received SIGTERM", " source"}) {
      const auto text = std::string(before, '.') + s.text + std::string(sign);
      const auto words = rules->words_of(text);
      const auto signs = fm::evidence::signs_of(text);
      BOOST_TEST(words.signs.trouble == signs.trouble);
      BOOST_TEST(words.signs.telling == signs.telling);
      BOOST_TEST(rules->match(text, words).id() == rules->match(text).id());
    }
  }
}

BOOST_AUTO_TEST_CASE(trouble_beside_a_denial_is_still_found) {
  BOOST_TEST(text_rules::in_use()->match("errors=0 but connection refused by 10.0.0.1:80").id() ==
             "connection_refused");
}

BOOST_AUTO_TEST_CASE(a_cause_wins_over_its_effect_in_one_message) {
  const auto rules = text_rules::in_use();
  auto m = rules->match("request timed out: connection pool exhausted");
  BOOST_TEST(m.id() == "pool_exhausted");
}

BOOST_AUTO_TEST_CASE(long_and_binary_messages_are_bounded) {
  std::string hostile(1 << 20, '(');
  hostile += "connection refused";
  BOOST_TEST(text_rules::in_use()->match(hostile).id() == "");
  BOOST_TEST(text_rules::in_use()->match(std::string("\0\xff\xfe", 3)).id() == "");
}

BOOST_AUTO_TEST_CASE(what_is_denied_or_only_listed_is_no_trouble) {
  const auto weight_of = [](std::string_view line) { return text_rules::in_use()->match(line).weight; };
  for (const char* line :
       {"integrity check: 0 corrupted pages, database is not corrupted",
        "metrics timeouts=0 oom_kills=0 disk_full=0", "OOM kills since boot: 0",
        "certificate api.example.com has not expired (valid 62 days)",
        "disk / 41% used, not full; no I/O error", "no deadlock detected", "rate limit: 0 requests throttled",
        "the report of no space left on device was a false alarm",
        "save failed. Possible reasons: no space left on device, permission denied, read-only file system",
        "if you see 'connection refused' check that postgres is running"})
    BOOST_TEST(weight_of(line) < .5, line);
  for (const char* line :
       {"integrity check: 4 corrupted pages", "the certificate has expired",
        "No connection could be made because the target machine actively refused it 10.0.0.7:5432"})
    BOOST_TEST(weight_of(line) >= .5, line);
}

BOOST_AUTO_TEST_CASE(what_people_ask_is_not_what_happened) {
  const auto rules = text_rules::in_use();
  for (const auto* m : {"ben: maybe disk full?", "was it killed by the OOM killer?",
                        "so is the port already in use?", "Did anyone see: connection refused?"}) {
    BOOST_TEST(!rules->match(m), m);
    BOOST_TEST(!text_rules::sounds_wrong(m), m);
  }
  // A program that asks its reader has told what happened before.
  for (const auto* m : {"could not connect: Connection refused. Is the server running on that host?",
                        "failed: could not connect: Connection refused; is the server running on that host?",
                        "the disk is full. what now?", "Why: no space left on device"})
    BOOST_TEST(!!rules->match(m), m);
}

BOOST_AUTO_TEST_SUITE_END()
