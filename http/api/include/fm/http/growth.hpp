#pragma once
// Which calls are refused while the disk of the data is nearly full.
#include <fm/http/request.hpp>
#include <fm/http/route.hpp>

#include <string_view>

namespace fm::http {

/// Whether a call adds to what is stored. Deletions do not, and what frees room, stops work or lets somebody
/// in goes on whatever it stores: the reserve is for that.
bool adds_to_storage(method verb, budget counts, std::string_view operation);

}  // namespace fm::http
