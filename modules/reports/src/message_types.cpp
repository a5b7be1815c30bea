#include "fm/reports/spawn.hpp"

template void fm::actors::register_list<fm::reports::messages>(fm::actors::message_table&);
