#include "fm/idempotency/spawn.hpp"

template void fm::actors::register_list<fm::idempotency::messages>(fm::actors::message_table&);
