#include "fm/actors/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>

namespace fm::actors {
namespace {
constexpr std::size_t batch_bytes = std::size_t{1} << 18;
constexpr std::size_t kept_slot_bytes = std::size_t{1} << 16;
// The writer looks instead of being woken: a wake-up would cost every actor a lock or a system call per
// record.
constexpr auto idle_sleep = std::chrono::microseconds(500);
}  // namespace

std::filesystem::path segment_path(const std::filesystem::path& journal, std::uint32_t segment) {
  if (segment <= 1) return journal;
  auto path = journal;
  path += "." + std::to_string(segment);
  return path;
}

journal::journal(journal_options options, journal_header header)
    : options_(std::move(options)), header_(std::move(header)), ring_(options_.slots) {
  if (options_.slots == 0 || (options_.slots & (options_.slots - 1)) != 0)
    throw std::invalid_argument("the ring of a journal has a power of two of slots");
  for (std::size_t i = 0; i < ring_.size(); ++i) ring_[i].turn = i;
  header_.segment = 0;
  header_.has_payloads = options_.payloads;
  open_segment();
  writer_ = std::thread([this] { write_all(); });
}

journal::~journal() {
  stop_ = true;
  writer_.join();
  ::close(file_);
}

// A bounded queue after Vyukov: each slot's `turn` says whose turn it is, so producers meet only at `head_`.
void journal::push(record_head head, std::span<const char> body) {
  auto position = head_.load(std::memory_order_relaxed);
  for (;;) {
    auto& s = ring_[position & (ring_.size() - 1)];
    auto ahead = static_cast<std::int64_t>(s.turn.load(std::memory_order_acquire) - position);
    if (ahead < 0) {
      ++lost_;
      return;
    }
    if (ahead == 0 && head_.compare_exchange_weak(position, position + 1, std::memory_order_relaxed)) {
      head.length = static_cast<std::uint32_t>(body.size());
      s.head = head;
      s.body.assign(body.begin(), body.end());
      s.turn.store(position + 1, std::memory_order_release);
      return;
    }
    if (ahead > 0) position = head_.load(std::memory_order_relaxed);
  }
}

void journal::write_all() {
  for (;;) {
    bool last = stop_;  // read before the ring is emptied, so that nothing stays behind
    auto lost = lost_.load();
    while (take_one()) {
    }
    // What is early waits for its predecessor; a lost predecessor never comes.
    if (last || (lost > 0 && early_.size() > 2 * ring_.size()))
      while (!early_.empty()) skip_lost();
    if (last && lost_ > 0) write_record(record_head{}, {});
    flush();
    if (last) return;
    std::this_thread::sleep_for(idle_sleep);
  }
}

bool journal::take_one() {
  auto& s = ring_[tail_ & (ring_.size() - 1)];
  if (s.turn.load(std::memory_order_acquire) != tail_ + 1) return false;
  place(s.head, s.body);
  if (s.body.capacity() > kept_slot_bytes) std::vector<char>{}.swap(s.body);
  s.turn.store(tail_ + ring_.size(), std::memory_order_release);
  ++tail_;
  return true;
}

void journal::place(const record_head& head, std::span<const char> body) {
  if (head.ticket != next_) {
    early_.emplace(head.ticket, std::pair{head, std::vector<char>(body.begin(), body.end())});
    return;
  }
  write_record(head, body);
  ++next_;
  for (auto i = early_.begin(); i != early_.end() && i->first == next_; i = early_.erase(i)) {
    write_record(i->second.first, i->second.second);
    ++next_;
  }
}

void journal::skip_lost() {
  auto first = early_.extract(early_.begin());
  if (first.key() != next_) write_record(record_head{}, {});
  next_ = first.key();
  place(first.mapped().first, first.mapped().second);
}

void journal::write_record(record_head head, std::span<const char> body) {
  if (head.what == static_cast<std::uint8_t>(mark::epoch) && head.ticket > 1) open_segment();
  head.length = static_cast<std::uint32_t>(body.size());
  const auto* raw = reinterpret_cast<const char*>(&head);
  head.crc = crc32(body, crc32({raw + 8, sizeof head - 8}));
  batch_.insert(batch_.end(), raw, raw + sizeof head);
  batch_.insert(batch_.end(), body.begin(), body.end());
  if (batch_.size() > batch_bytes) flush();
}

void journal::open_segment() {
  flush();
  if (file_ >= 0) ::close(file_);
  ++header_.segment;
  auto path = segment_path(options_.path, header_.segment);
  ::unlink(path.c_str());  // a file that others may read would keep its mode
  file_ = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file_ < 0 && header_.segment == 1)
    throw std::system_error(errno, std::generic_category(), "journal " + path.string());
  if (header_.segment > options_.keep_segments) {
    std::error_code ignored;
    std::filesystem::remove(segment_path(options_.path, header_.segment - options_.keep_segments), ignored);
  }
  written_ = 0;
  asked_ = false;
  batch_ = write_header(header_);
}

void journal::flush() {
  for (std::size_t at = 0; at < batch_.size();) {
    auto n = ::write(file_, batch_.data() + at, batch_.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      ++lost_;
      break;
    }
    at += static_cast<std::size_t>(n);
  }
  written_ += batch_.size();
  batch_.clear();
  if (written_ > options_.segment_bytes && !std::exchange(asked_, true)) wants_epoch_ = true;
}

}  // namespace fm::actors
