// Thread dumps of the JVM: who waits for which lock, who holds it, and circles of both.
#include "pasted/section.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace fm::evidence::pasted {
namespace {

constexpr std::size_t most_threads = 20'000;
constexpr std::uint64_t cited_waiters = 12;
// Two may wait for each other's short work; three at one moment are a jam.
constexpr std::size_t many_waiters = 3;

struct java_thread {
  mention name;
  std::vector<mention> frames;
  mention waits_for;  ///< the lock's address
  mention kind;       ///< what the lock is: a class
  std::vector<mention> holds;
  mention said_holder;  ///< of a deadlock that the JVM found by itself
};

/// `<0x00000000e1a0>` or `object 0x0000...`: the address.
std::string_view address_in(std::string_view text) {
  if (has(text, "<")) return before(after(text, "<"), ">");
  if (has(text, "object ")) return before(word_after(text, "object "), ",");
  return {};
}

std::string_view class_in(std::string_view text) {
  const auto rest = after(text, "(a ");
  if (!rest.empty()) return before(rest, ")");
  return before(after(text, ", a "), ")");
}

bool is_thread(std::string_view line) {
  const auto close = line.find('"', 1);
  return line.starts_with('"') && close != std::string_view::npos &&
         (line.substr(close + 1) == ":" || has(line, " tid=") || has(line, " nid=") || has(line, " prio=") ||
          has(line, " #") || has(line, " Id="));
}

/// The program's own frame that is innermost: not one of the library's.
const mention* own_frame(const java_thread& t) {
  for (const auto& f : t.frames) {
    bool library = false;
    for (std::string_view start : {"java.", "javax.", "jdk.", "sun.", "com.sun."})
      library = library || f.text.starts_with(start);
    if (!library) return &f;
  }
  return t.frames.empty() ? nullptr : &t.frames.front();
}

class thread_dump {
 public:
  explicit thread_dump(context& c) : c_(c) {}

  std::uint64_t read(std::uint64_t at) {
    java_thread* now = nullptr;
    std::uint64_t last = at;
    for (auto n = at; n <= c_.count(); ++n) {
      const auto line = trim_right(c_.at(n));
      const auto text = trim(line);
      if (text.empty()) {
        now = nullptr;
        continue;
      }
      if (is_thread(line)) {
        now = thread_of({before(line.substr(1), "\""), n});
      } else if (now != nullptr && is_blank(line.front())) {
        take(*now, text, n);
      } else if (!is_of_dump(text)) {
        break;
      }
      last = n;
    }
    return last + 1;
  }

  void tell() {
    std::map<std::string_view, std::size_t> holders;
    for (std::size_t i = 0; i < threads_.size(); ++i)
      for (const auto& h : threads_[i].holds)
        if (h.text != threads_[i].waits_for.text) holders.emplace(h.text, i);
    std::map<std::string_view, std::vector<std::size_t>> waiting;
    std::set<std::size_t> in_circle;
    for (std::size_t i = 0; i < threads_.size(); ++i)
      if (!threads_[i].waits_for.text.empty()) {
        waiting[threads_[i].waits_for.text].push_back(i);
        circle(i, holders, in_circle);
      }
    for (const auto& [lock, all] : waiting) {
      const auto holder = holders.find(lock);
      if (all.size() < many_waiters || (holder != holders.end() && in_circle.contains(holder->second)))
        continue;
      jam(all, holder == holders.end() ? nullptr : &threads_[holder->second]);
    }
  }

 private:
  java_thread* thread_of(const mention& name) {
    // A deadlock names its threads twice: as a circle, and with their stacks.
    const auto [at, fresh] = by_name_.try_emplace(name.text, threads_.size());
    if (fresh || threads_[at->second].frames.size() > 0) {
      if (threads_.size() >= most_threads) return nullptr;
      at->second = threads_.size();
      threads_.emplace_back();
      threads_.back().name = name;
    }
    return &threads_[at->second];
  }

  static bool is_of_dump(std::string_view text) {
    for (std::string_view start :
         {"Full thread dump", "Found ", "Java stack information", "====", "JNI global", "Threads class SMR",
          "_java_thread", "Heap", "\"", "0x", "}", "Locked ownable"})
      if (text.starts_with(start)) return true;
    return false;
  }

  void take(java_thread& t, std::string_view text, std::uint64_t n) {
    if (text.starts_with("at ")) {
      if (t.frames.size() < 200) t.frames.push_back({text.substr(3), n});
    } else if (has(text, "waiting to lock") || text.starts_with("- parking to wait for") ||
               text.starts_with("waiting for ownable synchronizer")) {
      if (t.waits_for.text.empty()) {
        t.waits_for = {address_in(text), n};
        t.kind = {class_in(text), n};
      }
    } else if (text.starts_with("- locked ")) {
      if (t.holds.size() < 100) t.holds.push_back({address_in(text), n});
    } else if (text.starts_with("which is held by ")) {
      t.said_holder = {quoted_after(text, "held by "), n};
    }
  }

  /// Adds the circle of waiting threads that begins with this one, once.
  void circle(std::size_t first, const std::map<std::string_view, std::size_t>& holders,
              std::set<std::size_t>& in_circle) {
    if (in_circle.contains(first)) return;
    std::vector<std::size_t> path;
    for (auto i = first; path.size() < 64;) {
      path.push_back(i);
      auto next = threads_.size();
      if (const auto h = holders.find(threads_[i].waits_for.text); h != holders.end()) next = h->second;
      if (const auto said = by_name_.find(threads_[i].said_holder.text);
          next == threads_.size() && said != by_name_.end())
        next = said->second;
      if (next == threads_.size()) return;
      if (next == first) break;
      if (std::find(path.begin(), path.end(), next) != path.end()) return;
      i = next;
    }
    if (path.size() < 2) return;
    const auto& a = threads_[path[0]];
    const auto& b = threads_[path[1]];
    auto f = c_.draft("lock_cycle", role::cause, .95);
    f.about(a.name.text).named(b.name.text);
    f.slot("first", a.name.text, a.name.line).slot("first_lock", a.kind.text, a.kind.line);
    f.slot("second", b.name.text, b.name.line).slot("second_lock", b.kind.text, b.kind.line);
    if (const auto* frame = own_frame(a); frame != nullptr) f.slot("first_frame", frame->text, frame->line);
    if (const auto* frame = own_frame(b); frame != nullptr) f.slot("second_frame", frame->text, frame->line);
    for (auto i : path) {
      in_circle.insert(i);
      f.named(threads_[i].name.text).cite(threads_[i].name.line).cite(threads_[i].waits_for.line);
    }
    f.quote(a.waits_for.line).level(severity::error);
    c_.add(f);
  }

  void jam(const std::vector<std::size_t>& all, const java_thread* holder) {
    const auto& first = threads_[all.front()];
    // Threads of a pool that wait for work park at one place as well; nobody holds it.
    if (holder == nullptr && (first.kind.text.empty() || has(first.kind.text, "ConditionObject") ||
                              has(c_.at(first.waits_for.line), "parking")))
      return;
    auto f = c_.draft("threads_blocked", role::cause, holder != nullptr ? .93 : .7);
    f.slot("lock", first.waits_for.text, first.waits_for.line).slot("kind", first.kind.text, first.kind.line);
    if (holder != nullptr) {
      f.about(holder->name.text).slot("holder", holder->name.text, holder->name.line);
      if (const auto* frame = own_frame(*holder); frame != nullptr) f.slot("frame", frame->text, frame->line);
      if (!holder->frames.empty()) f.slot("innermost", holder->frames[0].text, holder->frames[0].line);
      for (const auto& h : holder->holds)
        if (h.text == first.waits_for.text) f.cite(h.line);
    }
    for (std::size_t i = 0; i < all.size() && i < cited_waiters; ++i)
      f.named(threads_[all[i]].name.text).cite(threads_[all[i]].name.line);
    f.quote(first.waits_for.line).count(all.size()).level(severity::error);
    c_.add(f);
  }

  context& c_;
  std::vector<java_thread> threads_;
  std::map<std::string_view, std::size_t> by_name_;
};

}  // namespace

std::uint64_t read_java_threads(context& c, std::uint64_t at) {
  const auto line = trim_right(c.at(at));
  if (!line.starts_with("Full thread dump") && !line.starts_with("Found one Java-level deadlock") &&
      !(is_thread(line) && has(line, "tid=")))
    return at;
  thread_dump dump(c);
  const auto next = dump.read(at);
  dump.tell();
  return next;
}

}  // namespace fm::evidence::pasted
