#include "fm/jobs/spawn.hpp"

template void fm::actors::register_list<fm::jobs::messages>(fm::actors::message_table&);
