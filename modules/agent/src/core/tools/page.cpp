#include "tools/page.hpp"

#include <charconv>
#include <utility>

namespace fm::agent::tools {

namespace {

constexpr std::size_t closing_bytes = 200;  // the sentence that says what is shown

std::string hex(std::uint64_t n) {
  char digits[20];
  return {digits, std::to_chars(digits, digits + sizeof digits, n, 16).ptr};
}

std::optional<std::uint64_t> from_hex(std::string_view text) {
  std::uint64_t n = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, n, 16);
  if (read.ec != std::errc() || read.ptr != end || text.empty()) return {};
  return n;
}

}  // namespace

void page_key::add(std::string_view part) {
  const auto mix = [this](unsigned char c) {
    hash_ ^= c;
    hash_ *= 1'099'511'628'211u;
  };
  for (const char c : part) mix(static_cast<unsigned char>(c));
  // Parts do not run into each other.
  mix(0xFF);
}

std::string cursor_of(std::uint64_t skip, std::uint64_t key) { return "c" + hex(skip) + "-" + hex(key); }

std::optional<std::uint64_t> skip_of(std::string_view cursor, std::uint64_t key) {
  const auto bar = cursor.find('-');
  if (!cursor.starts_with('c') || bar == std::string_view::npos) return {};
  const auto skip = from_hex(cursor.substr(1, bar - 1));
  const auto of = from_hex(cursor.substr(bar + 1));
  if (!skip || !of || *of != key) return {};
  return skip;
}

void page_writer::say(std::string_view sentence) {
  out_.text += sentence;
  out_.text += '\n';
}

void page_writer::note(std::string sentence) {
  note_bytes_ += sentence.size() + 1;
  notes_.push_back(std::move(sentence));
}

bool page_writer::row(std::string text, std::vector<tool_citable> citables) {
  const auto room = out_.text.size() + text.size() + 1 + note_bytes_ + closing_bytes <= most_bytes_;
  if (out_.shown == asked_.limit || (!room && out_.shown > 0)) return false;
  out_.text += text;
  out_.text += '\n';
  for (auto& c : citables) out_.citables.push_back(std::move(c));
  ++out_.shown;
  return true;
}

tool_result page_writer::finish(std::uint64_t total, std::string_view noun) {
  out_.total = total;
  const auto end = asked_.skip + out_.shown;
  out_.truncated = end < total;
  for (const auto& n : notes_) say(n);
  if (out_.truncated) {
    out_.next_cursor = cursor_of(end, asked_.key);
    say("Shown: " + std::to_string(asked_.skip + 1) + " to " + std::to_string(end) + " of " +
        counted(total, noun) + ". The next page: cursor \"" + out_.next_cursor + "\".");
  }
  return std::move(out_);
}

tool_result refused(std::vector<tool_finding> findings) {
  tool_result out;
  out.error = "invalid_arguments";
  for (const auto& f : findings) {
    std::string name;
    for (const auto& step : f.path) name += (name.empty() ? "" : ".") + step;
    out.text += name.empty() ? f.message : name + ": " + f.message;
    out.text += '\n';
  }
  out.findings = std::move(findings);
  return out;
}

std::string counted(std::uint64_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

}  // namespace fm::agent::tools
