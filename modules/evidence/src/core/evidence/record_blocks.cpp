// Records of several lines, each `Key: value`: Windows events as text, traces of object stores.
#include "evidence/record_source.hpp"
#include "evidence/severity_word.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace fm::evidence {
namespace {

constexpr std::size_t longest_key = 32;

struct pair {
  std::string_view key;
  std::string_view value;
};

/// `Key: value` or `Key   : value` in the first column.
bool pair_in(std::string_view line, pair& p) {
  const auto colon = line.substr(0, longest_key + 1).find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return false;
  p.key = line.substr(0, colon);
  while (!p.key.empty() && p.key.back() == ' ') p.key.remove_suffix(1);
  if (!((p.key[0] >= 'A' && p.key[0] <= 'Z') || (p.key[0] >= 'a' && p.key[0] <= 'z'))) return false;
  for (char c : p.key)
    if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' ||
          c == '_' || c == '-'))
      return false;
  p.value = line.substr(colon + 1);
  while (!p.value.empty() && (p.value.front() == ' ' || p.value.front() == '\t')) p.value.remove_prefix(1);
  while (!p.value.empty() && (p.value.back() == ' ' || p.value.back() == '\r')) p.value.remove_suffix(1);
  return true;
}

enum class part : std::uint8_t { other, time, level, component, host, message, error };

part part_of(std::string_view key) {
  struct known {
    std::string_view key;
    part means;
  };
  static constexpr std::array<known, 22> names{{{"date", part::time},
                                                {"time", part::time},
                                                {"timestamp", part::time},
                                                {"timecreated", part::time},
                                                {"time created", part::time},
                                                {"time generated", part::time},
                                                {"timegenerated", part::time},
                                                {"level", part::level},
                                                {"leveldisplayname", part::level},
                                                {"entrytype", part::level},
                                                {"severity", part::level},
                                                {"source", part::component},
                                                {"providername", part::component},
                                                {"service", part::component},
                                                {"api", part::component},
                                                {"computer", part::host},
                                                {"machinename", part::host},
                                                {"message", part::message},
                                                {"description", part::message},
                                                {"details", part::message},
                                                {"error", part::error},
                                                {"exception", part::error}}};
  std::string low;
  for (char c : key) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  for (const auto& n : names)
    if (n.key == low) return n.means;
  return part::other;
}

class block_reader {
 public:
  block_reader(const time_parser::options& times, const take_line& take) : times_(times), take_(take) {}

  void line(std::uint64_t number, std::string_view text) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    pair p;
    const bool is_pair = pair_in(text, p);
    if (is_pair && first_key_.empty()) first_key_ = p.key;
    if (is_pair && p.key == first_key_) {
      finish();
      in_message_ = false;
      fields_.clear();
      lines_.clear();
    }
    if (in_message_ || !is_pair) {
      if (lines_.size() < 500 && text.find_first_not_of(" \t") != std::string_view::npos)
        lines_.push_back({number, text});
      return;
    }
    const auto means = part_of(p.key);
    // What a message says below its key looks like pairs often enough.
    in_message_ = means == part::message;
    if (means == part::message || means == part::error) {
      if (!p.value.empty()) lines_.push_back({number, p.value});
      if (means == part::error) fields_.push_back({part::level, "error"});
    } else if (means != part::other) {
      fields_.push_back({means, p.value});
    }
  }

  /// Gives the record that is open.
  void finish() {
    if (lines_.empty()) return;
    line_head head;
    for (const auto& [means, value] : fields_) {
      time_stamp stamp;
      if (means == part::time && head.time == no_time && times_.read(value, stamp)) head.time = stamp.time;
      if (means == part::level) head.level = more_severe(head.level, severity_of_word(value));
      if (means == part::component) head.component = value;
      if (means == part::host) head.source = value;
    }
    for (const auto& [number, text] : lines_) {
      head.message = text;
      take_(number, text, head);
      head.continuation = true;
    }
    lines_.clear();
  }

 private:
  time_parser times_;
  const take_line& take_;
  std::string first_key_;
  bool in_message_ = false;
  std::vector<std::pair<part, std::string_view>> fields_;
  std::vector<std::pair<std::uint64_t, std::string_view>> lines_;
};

}  // namespace

bool is_record_blocks(std::string_view sample) {
  std::string_view first;
  std::size_t again = 0;
  std::size_t pairs = 0;
  std::size_t lines = 0;
  bool time = false;
  bool message = false;
  time_parser times;
  while (!sample.empty() && lines < 400) {
    const auto end = sample.find('\n');
    const auto line = sample.substr(0, end);
    sample = end == std::string_view::npos ? std::string_view() : sample.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    ++lines;
    pair p;
    if (!pair_in(line, p)) {
      if (lines == 1) return false;
      continue;
    }
    // A description of an object of a cluster begins with its name.
    if (lines == 1) {
      if (p.key == "Name") return false;
      first = p.key;
    }
    ++pairs;
    again += p.key == first;
    const auto means = part_of(p.key);
    time_stamp stamp;
    time = time || (means == part::time && times.read(p.value, stamp));
    message = message || means == part::message || means == part::error;
  }
  return again >= 2 && time && message && pairs * 10 >= lines * 5;
}

void read_record_blocks(std::string_view text, const time_parser::options& times, const take_line& take) {
  block_reader reader(times, take);
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    reader.line(number, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  reader.finish();
}

}  // namespace fm::evidence
