#include "fm/cases/spawn.hpp"

template void fm::actors::register_list<fm::cases::messages>(fm::actors::message_table&);
