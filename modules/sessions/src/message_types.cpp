#include "fm/sessions/spawn.hpp"

template void fm::actors::register_list<fm::sessions::messages>(fm::actors::message_table&);
