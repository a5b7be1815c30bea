#pragma once
// What a vendor says of a model without being asked to complete anything.
#include "fm/llm/vendor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::llm {

/// Something to fetch that costs no tokens.
struct fact_request {
  bool posts = false;
  std::string path{};      ///< below the base address
  std::string body{};      ///< of a POST, JSON
  bool from_root = false;  ///< the path stands below the base address without its last part, "/v1"
};

/// What may be fetched about a model, the surest first.
std::vector<fact_request> fact_requests(const vendor& of, const std::string& model);

/// What was said; nothing where nobody said anything.
struct model_facts {
  std::uint32_t context = 0;     ///< tokens; 0: nobody says
  std::optional<bool> listed{};  ///< whether the model is among those that are served
  std::optional<bool> tools{};
  std::optional<bool> images{};
};

/// Takes what a fetched body (JSON) says of the model; a body of another kind says nothing. What is known
/// already stays.
void read_facts(std::string_view body, const std::string& model, model_facts& into);

/// What an operator can do about a trouble, with the names of the settings: "check ANTHROPIC_API_KEY ...".
/// Empty where nothing but waiting helps.
std::string advice_for(providers::model_trouble trouble, const vendor& of);

}  // namespace fm::llm
