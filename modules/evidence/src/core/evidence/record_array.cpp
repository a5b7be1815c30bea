// JSON that holds records: an array of objects, the answer of Loki or Elasticsearch, an export of a cloud's
// log.
#include "documents/json_tree.hpp"
#include "evidence/record_source.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace fm::evidence {
namespace {

constexpr std::size_t most_depth = 5;

using column = structured_record::column;

const yaml::node* streams_of(const yaml::node& root) {
  const auto* data = root.find("data");
  const auto* result = data ? data->find("result") : root.find("streams");
  if (!result || !result->is_sequence() || result->items.empty()) return nullptr;
  const auto& first = result->items.front();
  return first.find("stream") && first.find("values") ? result : nullptr;
}

/// An object that tells a time, and a message as well.
bool is_record(const yaml::node& n) {
  if (!n.is_mapping()) return false;
  if (const auto* source = n.find("_source")) return is_record(*source);
  bool time = false;
  bool message = false;
  for (const auto& m : n.members) {
    const auto means = structured_record::meaning_of(m.name);
    time = time || (means == column::time && (m.value.is_scalar() || m.value.find("$date")));
    message = message || (means == column::message && (m.value.is_scalar() || m.value.is_mapping())) ||
              m.name == "jsonPayload";
  }
  return time && message;
}

/// The array of records that lies highest.
const yaml::node* array_in(const yaml::node& n, std::size_t depth) {
  if (depth == 0) return nullptr;
  if (n.is_sequence()) {
    const auto look = std::min<std::size_t>(n.items.size(), 20);
    std::size_t records = 0;
    for (std::size_t i = 0; i < look; ++i) records += is_record(n.items[i]);
    return look > 0 && records * 10 >= look * 6 ? &n : nullptr;
  }
  for (const auto& m : n.members)
    if (const auto* found = array_in(m.value, depth - 1)) return found;
  return nullptr;
}

/// Of objects as `kubectl get -o json` prints them, others know more.
bool is_of_cluster(const yaml::node& root) {
  const auto& n = root.is_sequence() && !root.items.empty() ? root.items.front() : root;
  return n.find("apiVersion") != nullptr;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const auto end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

class array_reader {
 public:
  array_reader(std::string_view text, const time_parser::options& times, const take_line& take)
      : lines_(lines_of(text)), times_(times), take_(take) {}

  void object(const yaml::node& n) {
    fields_.clear();
    take_fields(n, false, 3);
    const auto line = line_of_message(n);
    const auto text = line <= lines_.size() && line > 0 ? lines_[line - 1u] : std::string_view();
    line_head head;
    if (!record_.read_fields(fields_, text, times_, head)) return;
    const auto inner = read_inner_record(record_, times_, kept_, head);
    take_(line, inner.empty() ? text : inner, head);
  }

  void stream(const yaml::node& n) {
    const auto* labels = n.find("stream");
    const auto* values = n.find("values");
    if (!labels || !values) return;
    fields_.clear();
    for (const auto& m : labels->members) {
      const std::string_view key =
          m.name == "detected_level" ? std::string_view("level") : std::string_view(m.name);
      if (m.value.is_scalar() && key != "line") fields_.push_back({key, m.value.text});
    }
    const auto labelled = fields_.size();
    for (const auto& v : values->items) {
      if (v.items.size() < 2 || !v.items[1].is_scalar()) continue;
      fields_.resize(labelled);
      fields_.push_back({"@timestamp", v.items[0].text});
      fields_.push_back({"message", v.items[1].text});
      line_head head;
      if (!record_.read_fields(fields_, v.items[1].text, times_, head)) continue;
      const auto inner = read_inner_record(record_, times_, kept_, head);
      take_(v.items[1].line, inner.empty() ? std::string_view(v.items[1].text) : inner, head);
    }
  }

 private:
  /// The scalars of an object, and those of the objects in it that wrap what others write flat.
  void take_fields(const yaml::node& n, bool of_error, std::size_t depth) {
    constexpr std::size_t most_fields = 128;
    for (const auto& m : n.members) {
      if (fields_.size() >= most_fields) return;
      if (m.value.is_scalar()) {
        const bool says = m.name == "message" || m.name == "errmsg" || m.name == "msg" || m.name == "reason";
        if (!of_error || says)
          fields_.push_back({of_error ? std::string_view("error") : m.name, m.value.text});
      } else if (m.value.is_mapping() && depth > 0) {
        if (const auto* date = m.value.find("$date"))
          fields_.push_back({m.name, date->text});
        else
          take_fields(m.value, of_error || m.name == "error" || m.name == "err", depth - 1);
      }
    }
  }

  static std::uint64_t line_of_message(const yaml::node& n) {
    const auto* source = n.find("_source");
    const auto& object = source ? *source : n;
    for (const auto& m : object.members)
      if (structured_record::meaning_of(m.name) == column::message) return m.line;
    return n.line;
  }

  std::vector<std::string_view> lines_;
  time_parser times_;
  const take_line& take_;
  structured_record record_;
  std::vector<field> fields_;
  std::string kept_;
};

}  // namespace

bool is_record_array(std::string_view sample, bool whole) {
  // One object in each line is a log, and reading it as a tree would cost more than the log itself.
  if (const auto end = sample.find('\n'); end != std::string_view::npos && sample.front() == '{' &&
                                          sample.substr(0, end).ends_with('}') && end + 1 < sample.size() &&
                                          sample[end + 1] == '{')
    return false;
  const auto tree = read_json(sample);
  if (tree.values != 1 || tree.state == json_state::broken || tree.state == json_state::trailing)
    return false;
  if (tree.state == json_state::cut && whole) return false;
  if (is_of_cluster(tree.root)) return false;
  return streams_of(tree.root) != nullptr || array_in(tree.root, most_depth) != nullptr;
}

void read_record_array(std::string_view text, const time_parser::options& times, const take_line& take) {
  const auto tree = read_json(text);
  array_reader reader(text, times, take);
  if (const auto* streams = streams_of(tree.root)) {
    for (const auto& s : streams->items) reader.stream(s);
  } else if (const auto* records = array_in(tree.root, most_depth)) {
    for (const auto& n : records->items)
      if (n.is_mapping()) reader.object(n);
  }
}

}  // namespace fm::evidence
