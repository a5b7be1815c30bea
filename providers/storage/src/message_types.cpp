#include "fm/storage/spawn.hpp"

template void fm::actors::register_list<fm::db::messages>(fm::actors::message_table&);
template void fm::actors::register_list<fm::blob::messages>(fm::actors::message_table&);
