#pragma once
// Heads with a grammar of their own, which columns do not describe.
#include "evidence/line_head.hpp"
#include "evidence/time_parser.hpp"

#include <string_view>

namespace fm::evidence {

/// What remains of `text` from `at` on, without the separators between head and message.
std::string_view message_from(std::string_view text, std::size_t at);

/// `host tag[pid]: ` as syslog (RFC 3164) and the journal write it behind the time.
bool is_syslog_tail(std::string_view rest);
/// Reads host, tag and message; false when `rest` has no tag.
bool read_syslog_tail(std::string_view rest, line_head& head);

/// ` [pid] user@db FATAL:  `: PostgreSQL's severity is followed by two blanks.
bool is_postgres_tail(std::string_view rest);
bool read_postgres_tail(std::string_view rest, line_head& head);

/// `<34>`: reads the priority of syslog, and returns its length or 0.
std::size_t read_priority(std::string_view text, line_head& head);
/// The rest of an RFC 5424 line behind the priority: `1 2025-10-11T22:14:15.003Z host app procid msgid [data]
/// msg`.
bool read_syslog_5424(std::string_view text, time_parser& times, line_head& head);

/// `host ident user [time] "request" status bytes` (NCSA common and combined log format, also with a virtual
/// host in front).
bool read_access_log(std::string_view text, time_parser& times, line_head& head);

/// Severity of a message that is an HTTP request with its status: `"GET /x HTTP/1.1" 503`; none otherwise.
severity severity_of_request(std::string_view message);

/// `I0711 13:23:24.123456       1 main.go:12] msg`.
bool read_klog(std::string_view text, time_parser& times, line_head& head);

/// `1234:M 07 Jul 2025 05:54:40.123 # msg`.
bool read_redis(std::string_view text, time_parser& times, line_head& head);

/// `type=AVC msg=audit(1778076130.211:4410): avc: ...` (Linux audit).
bool read_audit_record(std::string_view text, time_parser& times, line_head& head);

/// `[86400.100200] text`: seconds since the start of the machine, as the kernel writes them. The time counts
/// from 1970 then.
bool read_boot_time(std::string_view text, line_head& head);

/// `time;SEVERITY;host;process; message;`: fields between semicolons, the severity among the first.
bool read_delimited(std::string_view text, time_parser& times, line_head& head);

}  // namespace fm::evidence
