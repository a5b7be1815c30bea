#pragma once
// Starts the key-value store of this process.
#include <fm/actors/system.hpp>
#include <fm/providers/kv.hpp>

#include <cstddef>

extern template void fm::actors::register_list<fm::kv::messages>(fm::actors::message_table&);

namespace fm::memory {

using kv_handle = actors::handle<kv::get, kv::put, kv::erase>;

kv_handle spawn_kv(actors::system& system, std::size_t most_bytes = std::size_t{32} << 20);

}  // namespace fm::memory
