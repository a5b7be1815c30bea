#include "fm/llm/event_stream.hpp"

namespace fm::llm {

bool event_stream::field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == 0) return true;  // a comment
  const auto name = line.substr(0, colon);
  auto value = colon == line.npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") {
    event_ = value;
  } else if (name == "data") {
    if (data_.size() + value.size() >= longest_event) return false;
    if (has_data_) data_.push_back('\n');
    data_ += value;
    has_data_ = true;
  }
  return true;
}

}  // namespace fm::llm
