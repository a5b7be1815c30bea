#include "fm/jwt/board_gate.hpp"

template void fm::actors::register_list<fm::providers::revocation_messages>(fm::actors::message_table&);
