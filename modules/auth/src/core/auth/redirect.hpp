#pragma once
// Where authorization codes may be sent.
#include <string>
#include <string_view>
#include <vector>

namespace fm::auth {

/// Whether an address fits one of the allowed ones. An allowed address is a prefix that ends in '/', in which
/// "*." stands for exactly one label of the host; an address with a fragment or credentials never fits (RFC
/// 6749, section 3.1.2; RFC 9700, section 4.1).
bool redirect_fits(std::string_view address, const std::vector<std::string>& allowed);

}  // namespace fm::auth
