#include "fm/agent/spawn.hpp"

template void fm::actors::register_list<fm::agent::messages>(fm::actors::message_table&);
