#include "access_log.hpp"

#include <fm/civil/utc_text.hpp>

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <utility>

namespace fm::http {

namespace {

void to_standard_error(std::string_view lines) {
  while (!lines.empty()) {
    const auto n = ::write(STDERR_FILENO, lines.data(), lines.size());
    if (n <= 0) return;
    lines.remove_prefix(static_cast<std::size_t>(n));
  }
}

void append_number(std::string& out, std::int64_t n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// The second of a time as text: the same for many lines.
std::string_view second_text(micros t) {
  thread_local micros cached = -1;
  thread_local std::string text;
  if (const auto whole = t / second; whole != cached) {
    cached = whole;
    text = utc_text(whole * second, fraction::as_needed);
    text.pop_back();
  }
  return text;
}

}  // namespace

access_log::access_log(std::function<void(std::string_view)> write)
    : write_(write ? std::move(write) : to_standard_error), thread_([this] { run(); }) {}

access_log::~access_log() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void access_log::add(const entry& e) {
  const auto at = second_text(e.time);
  std::lock_guard lock(mutex_);
  if (lines_.size() > most_bytes) {
    ++lost_;
    return;
  }
  const bool first = lines_.empty();
  auto& out = lines_;
  out += at;
  const auto thousandths = static_cast<int>(e.time / millisecond % 1000);
  out += '.';
  out += static_cast<char>('0' + thousandths / 100);
  out += static_cast<char>('0' + thousandths / 10 % 10);
  out += static_cast<char>('0' + thousandths % 10);
  out += "Z info request method=";
  out += e.method;
  out += " route=";
  out += e.route;
  out += " status=";
  append_number(out, e.status);
  out += " bytes=";
  append_number(out, static_cast<std::int64_t>(e.bytes));
  out += " us=";
  append_number(out, e.took);
  out += " id=";
  out += e.id;
  if (!e.user.empty()) {
    out += " user=";
    out += e.user;
  }
  out += " from=";
  out += e.remote;
  out += '\n';
  if (first) changed_.notify_one();
}

std::uint64_t access_log::lost() const {
  std::lock_guard lock(mutex_);
  return lost_;
}

void access_log::run() {
  constexpr auto gathering = std::chrono::milliseconds(100);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !lines_.empty(); });
    // Wakes once for many lines.
    if (!ending_) changed_.wait_for(lock, gathering, [this] { return ending_; });
    const auto lines = std::exchange(lines_, {});
    const bool last = ending_;
    lock.unlock();
    if (!lines.empty()) write_(lines);
    if (last) return;
    lock.lock();
  }
}

}  // namespace fm::http
