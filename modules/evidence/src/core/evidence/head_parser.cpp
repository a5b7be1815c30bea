#include "evidence/head_parser.hpp"

#include "evidence/field_scanner.hpp"
#include "evidence/known_heads.hpp"
#include "evidence/severity_word.hpp"

#include <algorithm>
#include <bit>

namespace fm::evidence {
namespace {

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

/// `C | etcdmain: text`, as capnslog writes severities.
void read_level_letter(line_head& head) {
  if (!head.message.substr(0, 4).ends_with(" | ") || head.message.size() < 5) return;
  const auto level = severity_of_letter(head.message.front());
  if (level == severity::none) return;
  head.level = level;
  head.message.remove_prefix(4);
}

}  // namespace

head_parser::head_parser(options o)
    : options_(std::move(o)), outer_times_(options_), times_(options_), free_times_(options_) {}

bool head_parser::most_lines_have_time() const {
  return timed_lines_ != 0 && timed_lines_ * 10 >= plain_lines_ * 7;
}

bool head_parser::apply(learned_layout& l, std::string_view text, line_head& head) {
  line_head found = head;
  if (!l.layout.apply(text, l.first, l.others, found)) return false;
  if (l.layout.tail() == head_tail::postgres) {
    if (!read_postgres_tail(found.message, found)) return false;
  } else if (l.layout.tail() == head_tail::syslog) {
    read_syslog_tail(found.message, found);
    read_inner(found);
  } else if (found.level == severity::none && found.time != no_time) {
    // `kubectl logs --timestamps` puts a time before lines that have a format of their own.
    read_inner(found);
  }
  head = found;
  return true;
}

// What a program writes into syslog may have a head of its own.
void head_parser::read_inner(line_head& head) {
  const auto text = head.message;
  if (text.size() < 4) return;
  line_head inner;
  if (text[0] == '{') {
    if (!record_.read_json(text, times_, inner)) return;
  } else if (looks_like_logfmt(text)) {
    if (!record_.read_logfmt(text, times_, inner)) return;
  } else if (is_digit(text[1])) {
    if (!read_klog(text, times_, inner)) return;
  } else {
    head_token t;
    if (!read_head_token(text, 0, free_times_, false, t) || t.kind != token_kind::level || !t.loud) return;
    head.level = t.level;
    // In capitals alone it may be the first word of a sentence.
    const char last = text[t.end - 1];
    if (last == ':' || last == ']' || last == '>') head.message = message_from(text, t.end);
    return;
  }
  head.message = inner.message;
  if (!inner.component.empty() && head.component.empty()) head.component = inner.component;
  if (inner.level != severity::none) head.level = inner.level;
  if (head.time == no_time) head.time = inner.time;
}

head_parser::head_kind head_parser::read_text_head(std::string_view text, line_head& head) {
  for (std::size_t i = 0; i < layouts_.size(); ++i) {
    // The layout that fitted last is tried first.
    const auto n = i == 0 ? likely_layout_ : i == likely_layout_ ? 0 : i;
    if (!apply(layouts_[n], text, head)) continue;
    likely_layout_ = n;
    return head_kind::layout;
  }
  const auto shape = shape_of(text, free_times_);
  if (!shape.has_head()) return head_kind::none;
  auto layouts = learn_layouts({&shape, 1});
  if (layouts.empty()) return head_kind::none;
  learned_layout single{std::move(layouts.front()), free_times_, free_times_};
  if (!apply(single, text, head)) return head_kind::none;
  free_times_ = single.first;
  return head_kind::free;
}

head_parser::head_kind head_parser::read_head(std::string_view text, line_head& head) {
  if (text.empty()) return head_kind::none;
  const char first = text[0];
  if (first == '{') return record_.read_json(text, times_, head) ? head_kind::json : head_kind::none;
  if (is_digit(first)) {
    if (has_access_ && read_access_log(text, times_, head)) return head_kind::access;
    if (has_redis_ && read_redis(text, times_, head)) return head_kind::redis;
    if (has_delimited_ && read_delimited(text, times_, head)) return head_kind::delimited;
  } else if (first == '[') {
    if (read_boot_time(text, head)) return head_kind::boot;
  } else if (first == '<') {
    if (const auto n = read_priority(text, head); n != 0) {
      const auto rest = text.substr(n);
      if (read_syslog_5424(rest, times_, head)) {
        read_inner(head);
        return head_kind::syslog_5424;
      }
      const auto level = head.level;
      const auto kind = read_text_head(rest, head);
      if (head.level == severity::none) head.level = level;
      if (kind == head_kind::none) head.message = rest;
      return kind == head_kind::none ? head_kind::free : kind;
    }
  } else if (text.size() > 1 && is_digit(text[1])) {
    if (read_klog(text, times_, head)) return head_kind::klog;
    if (has_access_ && read_access_log(text, times_, head)) return head_kind::access;
  } else {
    if (first == 't' && read_audit_record(text, times_, head)) return head_kind::audit;
    if (looks_like_logfmt(text) && record_.read_logfmt(text, times_, head)) return head_kind::logfmt;
    if (has_access_ && read_access_log(text, times_, head)) return head_kind::access;
  }
  return read_text_head(text, head);
}

// Decides whether the line continues the record above, now that its head is known.
void head_parser::settle(std::string_view text, head_kind kind, line_head& head) {
  const bool headed = head.time != no_time || head.level != severity::none || kind == head_kind::json;
  const auto role = tracker_.next(text, headed);
  // The word that states the severity is what the message says.
  if (text.starts_with("panic: ")) head.message = text;
  if (headed && role != line_role::continuation) return;
  switch (role) {
    case line_role::continuation:
    case line_role::starts_trace:
      head.continuation = true;
      break;
    case line_role::failure:
      head.level = text.starts_with("Ex") ? severity::error : severity::critical;
      break;
    case line_role::error_name:
      if (last_level_ >= severity::warning || most_lines_have_time()) {
        head.continuation = true;
      } else {
        head.level = severity::error;
      }
      break;
    case line_role::unknown:
      head.continuation = most_lines_have_time();
      break;
  }
  if (!has_record_) head.continuation = false;
}

line_head head_parser::parse(std::string_view line) {
  line_head head;
  const auto inside = prefix_.read(without_end(line), outer_times_);
  if (inside.format != container_format::none) container_ = inside.format;
  const auto text = inside.text;
  head.message = text;
  head.source = inside.source;
  const bool rest_of_line = last_continues_;
  last_continues_ = inside.partial;
  if (text.empty() || rest_of_line) {
    head.time = inside.time;
    head.continuation = has_record_;
    return head;
  }
  const bool indented = is_blank(text[0]);
  auto kind = head_kind::none;
  if (indented) {
    // Only a whole head with a time makes a record of an indented line.
    const auto begin = text.find_first_not_of(" \t");
    line_head tried = head;
    if (begin != text.npos && (is_digit(text[begin]) || text[begin] == '['))
      kind = read_head(text.substr(begin), tried);
    if (tried.time != no_time) {
      head = tried;
    } else {
      kind = head_kind::none;
    }
  } else {
    kind = read_head(text, head);
  }
  if (head.level == severity::none && kind != head_kind::none) read_level_letter(head);
  if (head.source.empty()) head.source = inside.source;
  if (head.level <= severity::info && !head.continuation && kind != head_kind::none) {
    // Whatever level a request is logged with, its status says how it ended.
    const auto ended = severity_of_request(head.message);
    if (head.level == severity::none || ended >= severity::error) head.level = ended;
  }
  if (!head.continuation) settle(text, kind, head);
  if (!indented) {
    ++plain_lines_;
    timed_lines_ += head.time != no_time;
  }
  // The runtime's clock knows its zone; what the program wrote may not.
  if (inside.time != no_time) head.time = inside.time;
  ++seen_[static_cast<std::size_t>(kind)];
  if (!head.continuation) {
    has_record_ = true;
    last_level_ = head.level;
  }
  return head;
}

void head_parser::learn(std::span<const std::string_view> first_lines, std::string_view last_line) {
  first_lines = first_lines.first(std::min(first_lines.size(), most_sample_lines));
  std::size_t compose = 0;
  std::size_t stern = 0;
  for (const auto line : first_lines) {
    compose += container_prefix::is_compose(line);
    stern += container_prefix::is_stern(line);
  }
  if (compose * 2 > first_lines.size()) prefix_.learn(container_format::compose);
  if (stern * 10 > first_lines.size() * 8) prefix_.learn(container_format::stern);

  // Texts that the unwrapper holds do not outlive its next call.
  std::vector<std::string> kept;
  kept.reserve(first_lines.size());
  std::vector<line_shape> shapes;
  for (const auto line : first_lines) {
    auto text = prefix_.read(without_end(line), outer_times_).text;
    if (text.empty() || is_blank(text[0]) || text[0] == '{') continue;
    ++plain_lines_;
    line_head head;
    if (read_access_log(text, times_, head)) {
      has_access_ = true;
    } else if (read_redis(text, times_, head)) {
      has_redis_ = true;
    } else if (read_delimited(text, times_, head)) {
      has_delimited_ = true;
    } else if (!looks_like_logfmt(text) && !read_klog(text, times_, head)) {
      text.remove_prefix(read_priority(text, head));
      kept.emplace_back(text);
      shapes.push_back(shape_of(kept.back(), free_times_));
    }
  }
  layouts_.clear();
  for (auto& layout : learn_layouts(shapes))
    layouts_.push_back({std::move(layout), time_parser(options_), time_parser(options_)});
  likely_layout_ = 0;
  // Learning must not move the year on: the lines are read again.
  outer_times_ = times_ = free_times_ = time_parser(options_);
  plain_lines_ = timed_lines_ = 0;
  auto scratch = free_times_;
  const auto end = shape_of(prefix_.read(without_end(last_line), outer_times_).text, scratch);
  if (end.times != 0) {
    auto written = end.text.substr(end.tokens[static_cast<std::size_t>(std::countr_zero(end.times))].begin);
    if (written.starts_with("[")) written.remove_prefix(1);
    for (auto* times : {&times_, &free_times_}) times->expect_last(written);
    for (auto& l : layouts_) l.first.expect_last(written);
  } else {
    times_.expect_last(end.text);
  }
  // A sample read like the file tells how many lines have a time.
  head_parser trial = *this;
  for (const auto line : first_lines) trial.parse(line);
  plain_lines_ = trial.plain_lines_;
  timed_lines_ = trial.timed_lines_;
}

std::string head_parser::format() const {
  std::string prefix;
  switch (container_) {
    case container_format::none:
      break;
    case container_format::docker_json:
      prefix = "Docker JSON file, ";
      break;
    case container_format::cri:
      prefix = "CRI, ";
      break;
    case container_format::kubectl_prefix:
      prefix = "kubectl logs, ";
      break;
    case container_format::compose:
      prefix = "docker compose, ";
      break;
    case container_format::stern:
      prefix = "stern, ";
      break;
  }
  const auto most = static_cast<head_kind>(std::max_element(seen_.begin(), seen_.end()) - seen_.begin());
  switch (most) {
    case head_kind::json:
      return prefix + "JSON lines";
    case head_kind::logfmt:
      return prefix + "logfmt";
    case head_kind::access:
      return prefix + "access log";
    case head_kind::klog:
      return prefix + "klog";
    case head_kind::redis:
      return prefix + "Redis";
    case head_kind::delimited:
      return prefix + "fields between delimiters";
    case head_kind::audit:
      return prefix + "Linux audit";
    case head_kind::boot:
      return prefix + "kernel (seconds since its start)";
    case head_kind::syslog_5424:
      return prefix + "syslog RFC 5424";
    case head_kind::layout: {
      if (layouts_.empty()) break;
      const auto& l = layouts_[likely_layout_];
      if (l.layout.tail() == head_tail::postgres) return prefix + "PostgreSQL";
      if (l.layout.tail() == head_tail::syslog)
        return prefix + (l.first.format() == time_format::rfc3164 ? "syslog RFC 3164" : "syslog");
      if (!l.layout.has_time()) return prefix + "text with severities";
      return prefix + "text: " + std::string(name_of(l.first.format()));
    }
    default:
      break;
  }
  return prefix + "text";
}

std::vector<std::string> head_parser::notes() const {
  std::vector<std::string> all;
  const auto add = [&](const time_parser& t) {
    for (auto& note : t.notes())
      if (std::find(all.begin(), all.end(), note) == all.end()) all.push_back(std::move(note));
  };
  add(outer_times_);
  add(times_);
  for (const auto& l : layouts_) add(l.first);
  add(free_times_);
  if (seen_[static_cast<std::size_t>(head_kind::boot)] != 0)
    all.emplace_back("times are seconds since the start of the machine");
  return all;
}

}  // namespace fm::evidence
