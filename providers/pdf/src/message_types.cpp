#include "fm/pdf/spawn.hpp"

template void fm::actors::register_list<fm::document::messages>(fm::actors::message_table&);
