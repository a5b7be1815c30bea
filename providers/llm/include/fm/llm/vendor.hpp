#pragma once
// Who serves models, under which names and addresses (contract/domain.md 11 and 12).
#include "fm/llm/protocol.hpp"

#include <span>
#include <string_view>

namespace fm::llm {

struct vendor {
  std::string_view name;  ///< of LLM_PROVIDER
  llm::dialect dialect;
  std::string_view base_url;  ///< with the path below which the dialect's paths stand; empty: has to be set
  std::string_view key_variable;  ///< empty: takes no key
  bool needs_key;
  std::string_view model_variable;
  std::string_view model;  ///< when none is set; empty: has to be set
  std::string_view url_variable;
  /// The header that carries the key: "Authorization" with "Bearer ", or the key alone.
  std::string_view key_header;
};

std::span<const vendor> vendors();
/// Null for a name that is not in the table.
const vendor* find_vendor(std::string_view name);

}  // namespace fm::llm
