#pragma once
// How much of the server each address holds. Touched on the io thread only.
#include <asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <unordered_map>

namespace fm::http {

/// An address as people write it: one of IPv4 that came through a socket of IPv6 is written as one of IPv4.
inline std::string address_text(const asio::ip::address& a) {
  if (a.is_v6() && a.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, a.to_v6()).to_string();
  return a.to_string();
}

class address_use {
 public:
  struct entry {
    std::size_t connections = 0;
    std::size_t slow_heads = 0, slow_bodies = 0;  ///< as the sweep that is named here has seen them
    std::uint64_t sweep = 0;

    void begin(std::uint64_t this_sweep) {
      if (sweep == this_sweep) return;
      sweep = this_sweep;
      slow_heads = slow_bodies = 0;
    }
  };

  /// Clients choose freely within their /64 of IPv6, so one entry stands for all of it.
  static std::uint64_t key_of(const asio::ip::address& a) {
    if (a.is_v4()) return v4_keys | a.to_v4().to_uint();
    const auto v6 = a.to_v6();
    if (v6.is_v4_mapped()) return v4_keys | asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_uint();
    std::uint64_t network = 0;
    std::memcpy(&network, v6.to_bytes().data(), sizeof network);
    return network;
  }

  std::size_t connections(std::uint64_t key) const {
    const auto found = all_.find(key);
    return found == all_.end() ? 0 : found->second.connections;
  }
  /// Counts one connection more until `leave`; the entry stays where it is that long.
  entry& enter(std::uint64_t key) {
    auto& e = all_[key];
    ++e.connections;
    return e;
  }
  void leave(std::uint64_t key) {
    const auto found = all_.find(key);
    if (found != all_.end() && --found->second.connections == 0) all_.erase(found);
  }

 private:
  /// No client has an address of multicast, so this prefix is free.
  static constexpr std::uint64_t v4_keys = 0xFFFF'FFFF'0000'0000ull;
  std::unordered_map<std::uint64_t, entry> all_;
};

}  // namespace fm::http
