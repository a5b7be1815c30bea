#pragma once
// The thread of the network: one loop over libcurl's multi handle, and all requests that are under way.
#include "attempt.hpp"
#include "core/host_table.hpp"
#include "exchange.hpp"
#include "fm/outbound/client.hpp"
#include "mailbox.hpp"
#include "resolver.hpp"

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace fm::outbound {

class engine {
 public:
  /// `box` is what wakes the loop.
  engine(const client_options& options, multi_handle& multi, std::shared_ptr<mailbox> box);

  /// Until it is told to stop.
  void run();

  // Commands, on the loop's thread.
  void submit(const std::shared_ptr<exchange>& what);
  void cancel(exchange& what);
  void stop() { stops_ = true; }

  /// What goes wrong in one request ends that one.
  template <class Work>
  void guarded(exchange& what, Work&& work) {
    try {
      work();
    } catch (const std::exception& e) {
      what.stop(*this, {.kind = trouble_kind::internal, .text = e.what()});
    }
  }

  // What exchanges need.
  void add(attempt& what, exchange& of);
  void remove(attempt& what);
  void over(exchange& what);
  using name_receiver = std::function<void(engine&, const resolver::answer&)>;
  void look_up(const std::string& host, name_receiver then);
  host_table& hosts() { return hosts_; }
  const retry_rules& retry() const { return options_.retry; }
  std::string random_bytes(std::size_t n) const;
  std::uint64_t random_number() const;
  const std::shared_ptr<mailbox>& box() const { return box_; }

 private:
  void obey();
  void begin_waiting();
  void read_ends();
  void look_at_all();
  int milliseconds_until_next_look() const;
  void close();

  const client_options options_;
  multi_handle& multi_;
  const std::shared_ptr<mailbox> box_;
  host_table hosts_;
  resolver resolver_;
  std::unordered_map<exchange*, std::shared_ptr<exchange>> active_;
  std::deque<std::shared_ptr<exchange>> waiting_;
  bool stops_ = false;
};

}  // namespace fm::outbound
