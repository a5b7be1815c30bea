#include "fm/auth/spawn.hpp"

template void fm::actors::register_list<fm::auth::messages>(fm::actors::message_table&);
