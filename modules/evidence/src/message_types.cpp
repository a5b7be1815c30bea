#include "fm/evidence/spawn.hpp"

template void fm::actors::register_list<fm::evidence::messages>(fm::actors::message_table&);
