#pragma once
// The gate through which modules publish revocations.
#include <fm/actors/system.hpp>
#include <fm/jwt/revocation_board.hpp>

#include <memory>

extern template void fm::actors::register_list<fm::providers::revocation_messages>(
    fm::actors::message_table&);

namespace fm::jwt {

using board_handle = actors::handle<providers::publish_revocations, providers::publish_api_keys>;

board_handle spawn_board(actors::system& system, std::shared_ptr<revocation_board> board);

}  // namespace fm::jwt
