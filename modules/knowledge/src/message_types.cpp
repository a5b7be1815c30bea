#include "fm/knowledge/spawn.hpp"

template void fm::actors::register_list<fm::knowledge::messages>(fm::actors::message_table&);
