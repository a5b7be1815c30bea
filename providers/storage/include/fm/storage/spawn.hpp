#pragma once
// Starts the gates of the storage ports.
#include <fm/actors/system.hpp>
#include <fm/providers/blob.hpp>
#include <fm/providers/database.hpp>

#include <cstddef>
#include <memory>

extern template void fm::actors::register_list<fm::db::messages>(fm::actors::message_table&);
extern template void fm::actors::register_list<fm::blob::messages>(fm::actors::message_table&);

namespace fm::db {

struct gate_options {
  std::size_t readers = 4;            ///< with a thread and a connection each
  std::size_t waiting_reads = 4'096;  ///< beyond it `busy`
  std::size_t waiting_writes = 4'096;
};
struct gates {
  actors::handle<query> reads;
  actors::handle<transact> writes;
};

/// Queries go to readers that work side by side, transactions to one writer that commits all that waits at
/// once, so that durability does not cost each of them a write of its own.
gates spawn(actors::system& system, std::shared_ptr<database> database, const gate_options& how = {});

}  // namespace fm::db

namespace fm::blob {

struct gate_options {
  std::size_t workers = 4;
  std::size_t waiting = 1'024;
};
using gate = actors::handle<adopt, put, remove, list, look_for, verify, set_aside, list_aside, bring_back,
                            forget_aside>;

gate spawn(actors::system& system, std::shared_ptr<store> store, const gate_options& how = {});

}  // namespace fm::blob
