#pragma once
// Names of the products that operators run. A question that names one is not answered by a page that does
// not.
#include <string_view>

namespace fm::knowledge {

/// True for the stemmed term of a product's name, in whatever case it was written.
bool is_product_name(std::string_view term);

}  // namespace fm::knowledge
