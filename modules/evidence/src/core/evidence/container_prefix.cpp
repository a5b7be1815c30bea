#include "evidence/container_prefix.hpp"

#include "evidence/field_scanner.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr std::size_t longest_name = 253;  // of a Kubernetes object

bool is_name(char c) {
  return static_cast<unsigned char>(c - '0') < 10 || static_cast<unsigned char>((c | 0x20) - 'a') < 26 ||
         c == '-' || c == '_' || c == '.';
}

std::size_t name_length(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && n < longest_name && is_name(text[n])) ++n;
  return n;
}

// `[pod/name/container] `
std::size_t kubectl_prefix_length(std::string_view line) {
  if (!line.starts_with("[pod/")) return 0;
  const auto close = line.substr(0, 2 * longest_name).find("] ");
  return close == std::string_view::npos ? 0 : close + 2;
}

// A pod of a deployment or a stateful set ends with a part that has a digit.
bool looks_like_pod(std::string_view name) {
  const auto dash = name.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return false;
  const auto last = name.substr(dash + 1);
  return std::any_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool container_prefix::is_compose(std::string_view line) {
  const auto n = name_length(line);
  if (n == 0) return false;
  auto rest = line.substr(n);
  const auto bar = rest.find_first_not_of(' ');
  return bar != std::string_view::npos && bar > 0 && rest.substr(bar).starts_with("| ");
}

bool container_prefix::is_stern(std::string_view line) {
  const auto n = name_length(line);
  if (n == 0 || n + 1 >= line.size() || line[n] != ' ' || !looks_like_pod(line.substr(0, n))) return false;
  const auto container = name_length(line.substr(n + 1));
  return container != 0 && n + 1 + container < line.size() && line[n + 1 + container] == ' ';
}

bool container_prefix::read_docker(std::string_view line, time_parser& times, unwrapped& out) {
  json_fields scan(line);
  field f;
  field log;
  field time;
  while (scan.next(f)) {
    if (f.key == "log" && f.type == field_type::text) log = f;
    if (f.key == "time") time = f;
  }
  if (log.key.empty() || time.key.empty()) return false;
  if (log.value.ends_with("\\n")) {
    log.value.remove_suffix(2);
  } else {
    out.partial = true;
  }
  if (log.value.ends_with("\\r")) log.value.remove_suffix(2);
  out.text = log.value;
  if (log.escaped && log.value.find('\\') != std::string_view::npos) {
    buffer_.clear();
    append_unescaped(log.value, buffer_);
    out.text = buffer_;
  }
  time_stamp stamp;
  if (times.read(time.value, stamp)) out.time = stamp.time;
  out.format = container_format::docker_json;
  return true;
}

unwrapped container_prefix::read(std::string_view line, time_parser& times) {
  unwrapped out;
  out.text = line;
  if (line.empty()) return out;
  if (line[0] == '{') {
    if (line.starts_with("{\"log\":\"")) read_docker(line, times, out);
    return out;
  }
  if (line[0] == '[') {
    const auto n = kubectl_prefix_length(line);
    if (n == 0) return out;
    out.source = line.substr(5, n - 7);
    out.text = line.substr(n);
    out.format = container_format::kubectl_prefix;
    return out;
  }
  if (bare_prefix_ == container_format::compose && is_compose(line)) {
    out.source = line.substr(0, name_length(line));
    out.text = line.substr(line.find('|') + 2);
    out.format = container_format::compose;
    return out;
  }
  if (bare_prefix_ == container_format::stern && is_stern(line)) {
    const auto pod = name_length(line);
    const auto both = pod + 1 + name_length(line.substr(pod + 1));
    out.source = line.substr(0, both);
    out.text = line.substr(both + 1);
    out.format = container_format::stern;
    return out;
  }
  // CRI: the time, the stream, F(ull) or P(artial).
  if (line[0] < '0' || line[0] > '9' || line.size() < 30 || line[4] != '-' || line[10] != 'T') return out;
  const auto blank = line.substr(0, 40).find(' ');
  if (blank == std::string_view::npos) return out;
  const auto rest = line.substr(blank + 1);
  if (!rest.starts_with("stdout ") && !rest.starts_with("stderr ")) return out;
  if (rest.size() < 8 || (rest[7] != 'F' && rest[7] != 'P') || (rest.size() > 8 && rest[8] != ' '))
    return out;
  time_stamp stamp;
  if (!times.read(line, stamp) || stamp.length != blank) return out;
  out.time = stamp.time;
  out.partial = rest[7] == 'P';
  out.text = rest.substr(std::min<std::size_t>(9, rest.size()));
  out.format = container_format::cri;
  return out;
}

}  // namespace fm::evidence
