#include "fm/memory/spawn.hpp"

template void fm::actors::register_list<fm::kv::messages>(fm::actors::message_table&);
