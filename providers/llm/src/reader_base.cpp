#include "dialects.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>

namespace fm::llm {

using providers::model_answer;
using providers::model_trouble;
using providers::stop_reason;

namespace {

constexpr std::size_t most_read = 16u << 20;  // bytes of an answer
constexpr std::size_t longest_text = 4u << 20;

/// Bytes at the end of `text` that begin a character and do not end it.
std::size_t cut_character(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto c = static_cast<unsigned char>(text[text.size() - back]);
    if (c < 0x80) return 0;
    if (c >= 0xC0) return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? back : 0;
  }
  return 0;
}

}  // namespace

std::string_view text_of(const json::value* v, std::string_view name) {
  const auto* m = v != nullptr ? v->find(name) : nullptr;
  const auto* s = m != nullptr ? m->as_string() : nullptr;
  return s != nullptr ? std::string_view(*s) : std::string_view();
}

std::uint64_t count_of(const json::value* v, std::string_view name) {
  const auto* m = v != nullptr ? v->find(name) : nullptr;
  std::int64_t n = 0;
  return m != nullptr && m->integer(n) && n > 0 ? static_cast<std::uint64_t>(n) : 0;
}

json::value value_of(const std::string& text) {
  auto read = json::parse(text);
  return read ? std::move(read.root) : json::value(text);
}

bool reader_base::feed(std::string_view bytes) {
  if (!goes_on_) return false;
  if (!streamed_) {
    if (body_.size() + bytes.size() > most_read) {
      fail(model_trouble::not_the_protocol, "the answer is longer than 16 MB");
      return false;
    }
    body_ += bytes;
    return true;
  }
  // A proxy's page, or an error that comes with status 200.
  constexpr std::size_t most_unread = 1u << 20;
  if (events_seen_ == 0 && body_.size() < most_unread) body_ += bytes.substr(0, most_unread - body_.size());
  const bool fits =
      is_lines()
          ? lines_.feed(bytes, [&](std::string_view line) { take({}, line); })
          : events_.feed(bytes, [&](std::string_view name, std::string_view data) { take(name, data); });
  if (!fits) fail(model_trouble::not_the_protocol, "an event of the answer is longer than 8 MB");
  return goes_on_;
}

void reader_base::take(std::string_view name, std::string_view data) {
  if (!goes_on_ || data.empty()) return;
  if (data == "[DONE]") {
    ended_ = true;
    return;
  }
  const auto read = json::parse(data);
  if (!read || read.root.as_object() == nullptr) {
    if (is_lines() && events_seen_ == 0) return;  // `end` says what came instead
    fail(model_trouble::broken_stream, at_end_ ? "the answer broke off before its end"
                                               : "the answer holds an event that is no JSON object");
    return;
  }
  ++events_seen_;
  event(name, read.root);
}

model_answer reader_base::end(bool whole_body) {
  at_end_ = true;
  if (streamed_ && is_lines() && goes_on_) lines_.end([&](std::string_view line) { take({}, line); });
  if (!streamed_ && answer_.trouble == model_trouble::none && whole_body) {
    const auto read = json::parse(body_);
    if (read && read.root.as_object() != nullptr) {
      ++events_seen_;
      if (const auto* error = read.root.find("error"); error != nullptr && !error->is_null())
        fail_by(*error);
      else
        whole(read.root);
    }
  }
  if (events_seen_ == 0 && answer_.trouble == model_trouble::none && whole_body) {
    const auto begin =
        std::string_view(body_).substr(std::min(body_.find_first_not_of(" \r\n\t"), body_.size()));
    const auto read = json::parse(body_);
    const auto* error = read ? read.root.find("error") : nullptr;
    if (error != nullptr && !error->is_null())
      fail_by(*error);
    else if (read && read.root.as_object() != nullptr && streamed_ && !is_lines())
      whole(read.root);  // it answers whole although a stream was asked for
    else
      fail(model_trouble::not_the_protocol,
           begin.starts_with('<')
               ? "a web page came back instead of a model's answer: the address is that of "
                 "something else, or a proxy answers in its place"
           : begin.empty() ? "the answer is empty"
                           : "what came back is not what a model of this kind answers: check the base "
                             "address");
  }
  if (answer_.trouble == model_trouble::none && !ended_)
    fail(model_trouble::broken_stream, "the answer broke off before its end");
  complete();
  if (answer_.stop == stop_reason::unknown && ended_)
    answer_.stop = answer_.calls.empty() ? stop_reason::complete : stop_reason::tools;
  return std::move(answer_);
}

void reader_base::say(std::string_view text) {
  if (!goes_on_ || text.empty()) return;
  if (answer_.content.size() + text.size() > longest_text) {
    fail(model_trouble::not_the_protocol, "the answer is longer than 4 MB");
    return;
  }
  answer_.content += text;
  partial_ += text;
  const auto cut = cut_character(partial_);
  const auto now = partial_.substr(0, partial_.size() - cut);
  partial_.erase(0, now.size());
  if (!now.empty() && !listener_.text(now)) {
    fail(model_trouble::cancelled, "cancelled");
  }
}

void reader_base::think(std::size_t bytes) {
  if (goes_on_ && bytes > 0 && !listener_.reasoning(bytes)) fail(model_trouble::cancelled, "cancelled");
}

void reader_base::fail(model_trouble what, std::string why) {
  goes_on_ = false;
  if (answer_.trouble != model_trouble::none) return;
  answer_.trouble = what;
  answer_.why = std::move(why);
}

void reader_base::fail_by(const json::value& error) {
  auto as = refusal_of(500, json::write(json::value(json::object{{"error", error}})), 0);
  fail(as.trouble, std::move(as.why));
}

}  // namespace fm::llm
