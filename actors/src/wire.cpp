#include "fm/actors/wire.hpp"

template void fm::actors::register_list<fm::actors::plain_replies>(fm::actors::message_table&);
