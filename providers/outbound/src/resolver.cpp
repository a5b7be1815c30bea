#include "resolver.hpp"

#include "quiet_thread.hpp"

#include <fm/actors/clock.hpp>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace fm::outbound {

namespace {

constexpr std::size_t names_remembered = 256, most_addresses = 16;

}  // namespace

struct resolver::shared {
  lookup_function lookup;
  std::size_t most_threads;
  micros remember;

  std::mutex mutex;
  std::condition_variable wanted, ended;
  std::deque<std::string> queue;
  std::map<std::string, std::vector<receiver>> waiting;
  struct known {
    std::vector<ip_address> addresses;
    micros until;
  };
  std::map<std::string, known> names;
  std::size_t threads = 0, idle = 0;
  bool stopped = false;

  void keep(const std::string& host, const answer& found) {
    if (!found || remember <= 0) return;
    if (names.size() >= names_remembered)
      names.erase(std::min_element(names.begin(), names.end(), [](const auto& a, const auto& b) {
        return a.second.until < b.second.until;
      }));
    names[host] = {*found, actors::steady_clock() + remember};
  }

  answer guarded_lookup(const std::string& host) const {
    try {
      return lookup(host);
    } catch (const std::exception& e) {
      return fail(ec::unavailable, e.what());
    }
  }

  void work() {
    block_signals();
    std::unique_lock lock(mutex);
    for (;;) {
      ++idle;
      wanted.wait(lock, [&] { return stopped || !queue.empty(); });
      --idle;
      if (stopped) break;
      const auto host = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      const auto found = guarded_lookup(host);
      lock.lock();
      keep(host, found);
      const auto receivers = std::move(waiting[host]);
      waiting.erase(host);
      if (stopped) break;
      lock.unlock();
      for (const auto& r : receivers) r(found);
      lock.lock();
    }
    --threads;
    ended.notify_all();
  }
};

resolver::resolver(lookup_function lookup, std::size_t at_once, micros remember)
    : shared_(std::make_shared<shared>()) {
  shared_->lookup = std::move(lookup);
  shared_->most_threads = at_once;
  shared_->remember = remember;
}

resolver::~resolver() {
  constexpr std::chrono::milliseconds patience{200};
  std::unique_lock lock(shared_->mutex);
  shared_->stopped = true;
  shared_->wanted.notify_all();
  shared_->ended.wait_for(lock, patience, [&] { return shared_->threads == 0; });
}

void resolver::look_up(const std::string& host, receiver then) {
  std::unique_lock lock(shared_->mutex);
  const auto known = shared_->names.find(host);
  if (known != shared_->names.end() && known->second.until > actors::steady_clock()) {
    const answer found = known->second.addresses;
    lock.unlock();
    then(found);
    return;
  }
  auto& receivers = shared_->waiting[host];
  receivers.push_back(std::move(then));
  if (receivers.size() > 1) return;
  shared_->queue.push_back(host);
  if (shared_->idle < shared_->queue.size() && shared_->threads < shared_->most_threads) {
    try {
      // Nobody can end getaddrinfo: a stop must not wait for it, and what the thread uses is its own share.
      std::thread([s = shared_] { s->work(); }).detach();
      ++shared_->threads;
    } catch (const std::system_error&) {
      // One of the others takes it; without any the time limit of the request ends the wait.
    }
  }
  shared_->wanted.notify_one();
}

outcome<std::vector<ip_address>> system_lookup(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* raw = nullptr;
  const int failed = ::getaddrinfo(host.c_str(), nullptr, &hints, &raw);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(failed == 0 ? raw : nullptr,
                                                                   ::freeaddrinfo);
  if (failed == EAI_NONAME || failed == EAI_NODATA) return fail(ec::not_found, "there is no such name");
  if (failed != 0) return fail(ec::unavailable, ::gai_strerror(failed));
  std::vector<ip_address> out;
  for (const auto* a = found.get(); a != nullptr && out.size() < most_addresses; a = a->ai_next) {
    ip_address address;
    if (a->ai_family == AF_INET) {
      sockaddr_in in{};
      std::memcpy(&in, a->ai_addr, sizeof in);
      std::memcpy(address.bytes.data(), &in.sin_addr, sizeof in.sin_addr);
    } else if (a->ai_family == AF_INET6) {
      sockaddr_in6 in{};
      std::memcpy(&in, a->ai_addr, sizeof in);
      address.is_v6 = true;
      std::memcpy(address.bytes.data(), &in.sin6_addr, sizeof in.sin6_addr);
    } else {
      continue;
    }
    if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(address);
  }
  if (out.empty()) return fail(ec::not_found, "the name has no addresses");
  return out;
}

}  // namespace fm::outbound
